// Every text of the screen, in Chinese and English. `{name}` stands for a value.
import { preference } from "./preferences.js";

const TEXTS = {
  zh: {
    brand: "直播货架", title: "{room} · 直播货架",
    nav: { label: "页面", overview: "总览", curves: "需求曲线", shows: "场次回放", settings: "设置", rooms: "直播间", skip: "跳到正文" },
    tool: {
      sound: "声音提醒", soundOn: "声音提醒：开", soundOff: "声音提醒：关", theme: "外观：{theme}", language: "English", languageLabel: "Switch to English",
      wall: "大屏模式", leaveWall: "退出大屏", help: "快捷键", room: "直播间", signOut: "退出登录",
    },
    theme: { auto: "跟随系统", light: "浅色", dark: "深色" },
    unit: { seconds: "{n} 秒", minutes: "{n} 分钟", hours: "{n} 小时", days: "{n} 天", perMinute: "单/分", pieces: "件", ms: "毫秒" },
    state: { idle: "未开播", connecting: "连接中", live: "直播中", stalled: "画面中断", reconnecting: "重连中", ended: "已结束", failed: "出错", stopped: "已停止" },
    link: {
      connecting: "正在连接……", lost: "连接中断", lostNote: "显示的是 {time} 的数据，正在第 {attempt} 次重连……", retry: "立即重试", back: "已恢复连接",
      stale: "数据截至 {time}",
    },
    now: {
      title: "正在讲解", nothing: "主播没有在讲解商品", nothingNote: "听到商品名或链接号后会立即显示。", noStock: "没有库存数据", connecting: "正在接入直播流", connectingNote: "接通后开始听主播讲解。", idle: "还没有开播", idleNote: "开播并接入推流后，这里显示正在讲解的商品。",
      ended: "这场已经结束", endedNote: "可以在“场次回放”里回看全场。", link: "{n} 号链接", linkShort: "号链接", noLink: "无链接", elapsed: "已讲", confidence: "把握",
      stock: "可售库存", pace: "当前订单速度", expected: "预计 {n}", stockout: "预计售罄", soldOut: "已售罄", oversold: "超卖 {n} 件", noStockout: "暂无风险", range: "{range}之间",
      sold: "本场已售", soldNote: "{orders} 单 · {money}", correct: "讲的不是这款", correctTitle: "现在讲的是哪一款？", correctNone: "没有在讲商品", search: "搜索商品名、SKU 或链接号", opening: "开播 {n}",
      chart: "需求曲线", blind: "{state}：听不到主播，以下是 {time} 的情况。订单和库存照常更新。", faster: "{n} 倍于预期",
    },
    totals: { title: "本场成交", gmv: "销售额", units: "件数", orders: "订单", minute: "近 1 分钟", five: "近 5 分钟", paid: "已付款 {n}", cancelled: "取消 {n}", refunded: "退款 {n}", show: "全场" },
    shelf: {
      title: "货架", all: "全部", search: "筛选商品", product: "商品", stock: "可售库存", pace: "单/分", stockout: "售罄", empty: "还没有商品", emptyNote: "给这个直播间上传商品表后，每款商品的库存会随订单跳动。",
      none: "没有符合条件的商品", left: "剩 {n} / {total}", page: "第 {page} / {pages} 页", now: "在讲", label: "{link}{name}，{heat}，库存 {stock}，每分钟 {pace} 单",
    },
    heat: { surging: "抢购中", brink: "快售罄", sold_out: "售罄", steady: "平稳", slow: "卖不动", idle: "未讲" },
    signals: {
      title: "信号", open: "待处理", all: "全部", clear: "没有待处理的信号", clearNote: "一切正常。需要处理时这里会说明原因。", emptyAll: "这场还没有信号", acknowledge: "知道了", mute: "静音", muteFor: "静音 {n} 分钟", assign: "指派", unmute: "取消静音", assignTo: "指派给", assignName: "姓名或岗位",
      assigned: "已指派：{name}", acknowledged: "{name} 已确认", mutedUntil: "静音至 {time}", resolved: "已解除", more: "另有 {n} 条", failed: "没有成功：{message}", readOnly: "当前身份只能查看", ago: "{time}前", justNow: "刚刚", send: "指派", cancel: "取消", count: "{n} 条待处理",
    },
    curves: { title: "需求曲线", lead: "实际与预测的件数（每分钟），近 10 分钟与今后 15 分钟。", more: "看全部 {n} 款", actual: "实际（件/分）", forecast: "预测（中位与区间）", stockout: "预计售罄", presenting: "讲解中", available: "可售库存", stockAxis: "可售库存（右轴）", empty: "还没有需求数据", failed: "曲线没有取到：{message}", perMinute: "件/分", units: "件数", now: "现在", all: "全部商品", hot: "只看在动的", label: "{name} 的需求曲线：现在每分钟 {pace} 件" },
    warehouses: { title: "各仓库存", product: "商品", total: "合计", low: "低于安全库存", out: "无货", fine: "充足", transit: "在途 {n}", arrival: "预计 {time} 到", empty: "没有分仓库存", emptyNote: "收到库存快照后按仓库显示。", safety: "安全库存 {n}", onHand: "实物 {n}", warehouse: "仓库", available: "可售", inTransit: "在途", eta: "预计到货", more: "另有 {n} 款商品未列出" },
    ledger: {
      title: "库存差异", count: "{n} 处差异", figures: "盘点 {counted}，账面 {expected}", at: "{time} 盘点", twice: "连续两次", accept: "按盘点修正", becomes: "账面改为 {n} 件", accepted: "已按盘点修正：{place}，{n} 件", remarks: "账本提示", streamTime: "开播后 {time}",
      codes: {
        quantity_refused: "数量超出范围，没有登记：请改正后用新编号重发。", waits_for_opening: "这个仓还没有库存快照，订单在等：快照到了就计入。", waiting_room_full: "等库存快照的订单太多，这一单没有计入：请发送库存快照。", release_beyond_order: "取消的件数多于下单，多出的没有退回：请核对订单。", count_differs: "盘点与账面不符：请按盘点修正。",
        snapshot_outdated: "快照比已有的旧，没有比对。", snapshots_disagree: "同一时刻的两份快照不一致，以先到的为准：请核对 ERP。", shipment_overdue: "在途货早该到仓，没有计入：到仓后请登记收货。", unknown_cell: "这款商品在这个仓没有库存快照，没有登记：请先发送快照再重发。", id_reused: "编号已用于别的内容，这一条没有登记：请换新编号重发。",
        precedes_opening: "早于第一份快照，快照里已包含：账面没有变。", receipt_was_expected: "这批货到期时已经计入，没有重复入账。", below_zero: "调出的比账面多，已照记：请盘点这个仓。", count_outdated: "已有更新的盘点，这一次没有生效。", count_too_old: "盘点时间太早，没有登记：请重新盘点。",
        options_unassigned: "这个仓按规格记库存，这一行没有写明规格：已从商品里扣减，请补规格，或在设置里写 optionForUnassigned。", option_needed: "这个仓按规格记库存：请按规格分别盘点。", told_without_options: "这个仓的库存原先不分规格：本场请仍不分规格发送。", order_implied: "只收到付款或发货，没有收到下单：已按下单计入。",
        order_too_long: "这一单的事件太多，这一条没有计入：请检查数据来源。", too_many_places: "仓、规格或来源太多，没有计入：请检查列是否对应。", no_kit: "商品表没有写这款套装的组成，没有登记：请补 parts。", time_in_future: "时间在将来，没有计入：请改正时间或时区后重发。", ingest_time_in_future: "接收时间在将来，已按实际接收时间计：请校准来源的时钟。", orders_precede_opening: "最近的订单都早于第一份快照，库存没有变动：请核对订单与快照的时钟和时区。",
      },
    },
    booking: {
      open: "登记出入库", title: "登记出入库", type: "类型", types: { receipt: "收货", transfer: "调拨", count: "盘点" }, notes: { receipt: "已经到仓的件数。", transfer: "已经调出的件数。", count: "现在还能卖的件数，不含已下单的；账面会改成这个数。" }, from: "调出仓", to: "调入仓", quantity: "件数",
      quantityFault: "请填 {low} 到 {high} 之间的整数", submit: "登记", done: "已登记{type}：{place}，{n} 件", lost: "没有收到答复，不知道是否已登记。请原样再点一次：同一笔只登记一次。",
    },
    questions: { title: "观众热问", empty: "暂时没有集中的提问", times: "{n} 次" },
    next: { title: "接下来讲", empty: "讲完当前商品后给出建议" },
    health: {
      title: "数据链路", browser: "本屏连接", fine: "链路正常", trouble: "{n} 项异常", durable: "收到 → 落盘", recognition: "识别延迟", orders: "订单流量", late: "迟到", duplicate: "重复", outbox: "待投递", perSecond: "{n} 单/秒", p50p95: "{p50} / {p95} 毫秒", lag: "延迟 {lag}",
      empty: "还没有数据源接入",
    },
    product: {
      back: "返回总览", previous: "上一款", next: "下一款", notFound: "没有这款商品", notFoundNote: "它可能已从商品表中移除。", timeline: "全场走势", units: "件数（每格 {bin}）", bin: "每格", span: "范围", whole: "全场", lastHour: "近 1 小时", lastQuarter: "近 15 分钟", sold: "已售", orders: "订单", gmv: "销售额", comments: "评论", mentions: "被提到", cover: "库存可卖", price: "直播价", listPrice: "原价 {n}",
      signals: "这款商品的信号", noSignals: "没有信号", questions: "观众在问", explain: "现在就在讲这款", explained: "已更正为正在讲解", warehouses: "各仓",
    },
    shows: {
      title: "场次回放", current: "直播中", pick: "选择场次", empty: "还没有场次", emptyNote: "第一场开播后会出现在这里。", presentations: "{n} 段讲解", axis: "全场时间轴", replay: "回放", play: "播放", pause: "暂停", speed: "速度", position: "位置", follow: "跟随直播", orders: "全场下单", at: "{time} 时", nothing: "没有在讲商品",
      sold: "已售 {n} 件", list: "讲解列表", product: "商品", start: "开始", length: "时长", units: "期间件数", onlyPresented: "讲过的商品", allProducts: "全部商品", signals: "信号", chartLabel: "时间轴：左右方向键移动位置，Home 与 End 到两端。", duration: "时长",
    },
    settings: {
      title: "设置", screen: "本机显示", screenNote: "只影响这台设备。", thresholds: "提醒阈值", thresholdsNote: "保存后对所有直播间生效。留空表示使用默认值。", language: "语言", theme: "外观", sound: "声音提醒", soundTest: "试听", on: "开", off: "关", shortcuts: "单键快捷键", save: "保存", saved: "已保存", saving: "正在保存……", reset: "撤销更改", failed: "没有保存：{message}",
      load: "阈值没有取到：{message}", range: "{low}–{high}", outOfRange: "请填 {low} 到 {high} 之间的数", notNumber: "请填数字", overrides: "按类目、按商品的例外", noOverrides: "没有例外：所有商品都用上面的阈值。", overridesNote: "商品的例外优先于类目的例外，类目的例外优先于上面的阈值。", exceptionOf: "例外对象", exceptionKinds: { categories: "类目", products: "商品" }, exceptionCategory: "类目名称", exceptionProduct: "SKU", exceptionThreshold: "阈值", exceptionAdd: "添加例外", exceptionRemove: "移除例外", exceptionFault: "请填类目名称或 SKU", readOnly: "当前身份只能查看，不能修改。", unsaved: "有未保存的更改",
      groups: { stockout: "售罄预警", warehouse: "仓库", replenishment: "补货", demand: "抢购与卖不动", timing: "提醒频率" },
    },
    threshold: {
      stockoutHorizon: ["提前多久看售罄", "秒"], stockoutProbability: ["售罄概率达到多少时提醒", "0–1"], stockoutDoubt: ["低于多少时解除", "0–1"], stockoutSlack: ["时间误差容许", "秒"], nearSharpness: ["近处预测要多确定", "0–1"], farSharpness: ["远处预测要多确定", "0–1"],
      warehouseHorizon: ["提前多久看单仓", "秒"], warehouseProbability: ["单仓售罄概率", "0–1"], leadTimeDays: ["补货到货天数", "天"], reviewDays: ["补货间隔", "天"], sellingHoursPerDay: ["每天卖几小时", "小时"], serviceLevel: ["目标有货率", "0–1"], marginShare: ["毛利占售价", "0–1"], leftoverLossShare: ["积压损失占售价", "0–1"],
      slowDaysOfCover: ["库存够卖多少天算卖不动", "天"], slowResponseShare: ["讲解效果低于平均的多少算卖不动", "0–1"], surgeProbability: ["抢购的判定概率", "0–1"], surgeOrders: ["抢购的最少订单", "单"], restAfterPresentation: ["讲过后多久不再推荐", "秒"], updateInterval: ["同一信号多久更新一次", "秒"], coolDown: ["解除后多久再提醒", "秒"], busyInterval: ["有新订单时多久检查一次", "秒"], idleInterval: ["无订单时多久检查一次", "秒"],
    },
    rooms: { title: "直播间", empty: "还没有直播间", emptyNote: "点“新建直播间”，填入直播流地址并上传商品表即可开始。", add: "新建直播间", made: "已创建直播间 {name}", minute: "近 1 分钟订单", since: "{time} 开播", listening: "等待推流", pulling: "拉流", ordersOnly: "只收订单", neverRan: "还没有开播", open: "进入", start: "接入", stop: "停止", sure: "结束本场？再点一次", signals: "{n} 条待处理", products: "{n} 款商品", now: "在讲", nothing: "没有在讲", failed: "直播间列表没有取到：{message}" },
    roomForm: {
      name: "名称", nameNote: "1 到 64 个字母、数字、-、_ 或 .，之后不能改。", nameFault: "请填 1 到 64 个字母、数字、-、_ 或 .", exists: "已有同名直播间，请换一个名称", source: "直播流", sources: { pull: "拉流", listen: "等待推流", none: "没有，只收订单" },
      url: "直播流地址", urlFault: "请填直播流地址", notes: { pull: "RTMP、HTTP-FLV 或 HLS 地址。内网地址须由管理员放行。", listen: "本机用来接收推流的地址和端口。", none: "" }, catalog: "商品表（CSV，可稍后上传）", catalogNote: "至少有 sku 和 name 两列；还可有 aliases、category、list_price、live_price、link_no、options。", catalogFault: "文件超过 {n} MB", make: "创建", pick: "选择文件", noFile: "未选择文件",
    },
    signIn: { title: "登录控制台", note: "请输入访问令牌。令牌由 liveshelf token 创建。", token: "访问令牌", submit: "登录", failed: "没有登录：{message}", wrong: "令牌无效或已过期" },
    help: { title: "快捷键", close: "关闭", note: "可在“设置”里关闭单键快捷键。", keys: { pages: "总览、曲线、场次、设置、直播间", wall: "大屏模式", signal: "下一条、上一条信号", acknowledge: "确认选中的信号", mute: "静音选中的信号 15 分钟", assign: "指派选中的信号", search: "筛选商品", sound: "声音提醒", theme: "外观", language: "切换语言", help: "打开或关闭本页", escape: "关闭、退出大屏" } },
    error: { status: "服务器返回 {status}", unreachable: "连不上服务器", room: "没有这个直播间", roomNote: "它可能已被删除，请从列表里选择。", script: "页面出错：{message}", retry: "重试" },
    sound: { blocked: "浏览器需要点一下页面才能出声" },
  },
  en: {
    brand: "Liveshelf", title: "{room} · Liveshelf",
    nav: { label: "Pages", overview: "Overview", curves: "Demand", shows: "Shows", settings: "Settings", rooms: "Rooms", skip: "Skip to content" },
    tool: {
      sound: "Sound alerts", soundOn: "Sound alerts: on", soundOff: "Sound alerts: off", theme: "Theme: {theme}", language: "中文", languageLabel: "切换到中文",
      wall: "Wall mode", leaveWall: "Leave wall mode", help: "Keyboard shortcuts", room: "Room", signOut: "Sign out",
    },
    theme: { auto: "system", light: "light", dark: "dark" },
    unit: { seconds: "{n} s", minutes: "{n} min", hours: "{n} h", days: "{n} d", perMinute: "orders/min", pieces: "pcs", ms: "ms" },
    state: { idle: "Off air", connecting: "Connecting", live: "Live", stalled: "Stream stalled", reconnecting: "Reconnecting", ended: "Ended", failed: "Failed", stopped: "Stopped" },
    link: {
      connecting: "Connecting…", lost: "Connection lost", lostNote: "Showing data as of {time}. Reconnecting, attempt {attempt}…", retry: "Retry now", back: "Connected again",
      stale: "Data as of {time}",
    },
    now: {
      title: "Now presenting", nothing: "No product is being presented", nothingNote: "It appears as soon as a name or a link number is heard.", noStock: "no stock data", connecting: "Attaching to the stream", connectingNote: "Listening begins once it flows.", idle: "The show has not started", idleNote: "Once the stream is attached, the product on stage is shown here.",
      ended: "This show has ended", endedNote: "Look back at it under Shows.", link: "Link {n}", linkShort: "link", noLink: "no link", elapsed: "On stage", confidence: "Confidence",
      stock: "In stock", pace: "Orders/min", expected: "{n} expected", stockout: "Sells out in", soldOut: "Sold out", oversold: "{n} oversold", noStockout: "No risk in sight", range: "{range}",
      sold: "Sold this show", soldNote: "{orders} orders · {money}", correct: "Not this one", correctTitle: "Which product is on stage?", correctNone: "No product is being presented", search: "Search name, SKU or link number", opening: "{n} at start",
      chart: "Demand", blind: "{state}: the host cannot be heard. This is how it was at {time}; orders and stock go on.", faster: "{n}× expected",
    },
    totals: { title: "Sales of this show", gmv: "Sales", units: "Units", orders: "Orders", minute: "1 min", five: "5 min", paid: "{n} paid", cancelled: "{n} cancelled", refunded: "{n} refunded", show: "Show" },
    shelf: {
      title: "Shelf", all: "All", search: "Filter products", product: "Product", stock: "In stock", pace: "Per min", stockout: "Sells out", empty: "No products yet", emptyNote: "Upload a catalog to this room and every product's stock will tick with its orders.",
      none: "No product matches", left: "{n} of {total} left", page: "Page {page} of {pages}", now: "On stage", label: "{link}{name}, {heat}, {stock} in stock, {pace} orders a minute",
    },
    heat: { surging: "Surging", brink: "Almost out", sold_out: "Sold out", steady: "Steady", slow: "Not moving", idle: "Not shown" },
    signals: {
      title: "Signals", open: "Open", all: "All", clear: "Nothing needs you", clearNote: "All is well. When something needs doing, it appears here with its reason.", emptyAll: "No signals in this show yet", acknowledge: "Got it", mute: "Mute", muteFor: "Mute for {n} min", assign: "Assign", unmute: "Unmute", assignTo: "Assign to", assignName: "Name or role",
      assigned: "Assigned: {name}", acknowledged: "Acknowledged by {name}", mutedUntil: "Muted until {time}", resolved: "Resolved", more: "{n} more", failed: "That failed: {message}", readOnly: "You may only look", ago: "{time} ago", justNow: "just now", send: "Assign", cancel: "Cancel", count: "{n} open",
    },
    curves: { title: "Demand", lead: "Units a minute, seen and forecast: the last 10 minutes and the next 15.", more: "All {n} products", actual: "Actual (units/min)", forecast: "Forecast (median and band)", stockout: "Expected sell-out", presenting: "On stage", available: "In stock", stockAxis: "In stock (right axis)", empty: "No demand yet", failed: "The curve could not be fetched: {message}", perMinute: "units/min", units: "Units", now: "now", all: "All products", hot: "Moving only", label: "Demand for {name}: {pace} units a minute" },
    warehouses: { title: "Warehouses", product: "Product", total: "Total", low: "Below safety stock", out: "Nothing left", fine: "Enough", transit: "{n} coming", arrival: "due {time}", empty: "No stock by warehouse", emptyNote: "It appears with the first stock snapshot.", safety: "safety stock {n}", onHand: "{n} on hand", warehouse: "Warehouse", available: "Available", inTransit: "Coming", eta: "Due", more: "{n} more products" },
    ledger: {
      title: "Stock differences", count: "{n} differences", figures: "{counted} counted, ledger {expected}", at: "at {time}", twice: "seen twice in a row", accept: "Set to count", becomes: "the ledger becomes {n}", accepted: "Set to count: {place}, {n}", remarks: "Ledger remarks", streamTime: "{time} into the show",
      codes: {
        quantity_refused: "The quantity is out of range and was left out: correct it and send it under a new id.", waits_for_opening: "No stock snapshot of this place yet: the order counts as soon as one comes.", waiting_room_full: "Too many orders wait for a stock snapshot, this one was left out: send the snapshot.", release_beyond_order: "More was cancelled than ordered; the surplus was not given back: check the order.", count_differs: "The count differs from the ledger: set it to the count.",
        snapshot_outdated: "The snapshot is older than another one and was not compared.", snapshots_disagree: "Two snapshots of one moment disagree and the first holds: check the ERP.", shipment_overdue: "A shipment was due before the snapshot and is not counted: book its receipt when it is there.", unknown_cell: "No stock snapshot of this product in this warehouse, left out: send the snapshot, then this again.", id_reused: "The id was used for something else, this one was left out: send it under a new id.",
        precedes_opening: "Older than the first snapshot, which contains it: nothing was changed.", receipt_was_expected: "Counted already when it was due, and not again.", below_zero: "More left than there was; booked all the same: count this place.", count_outdated: "A newer count holds; this one changed nothing.", count_too_old: "The count is too old and was left out: count again.",
        options_unassigned: "Stock is told by option here and the row names none: subtracted from the product; name the option, or set optionForUnassigned.", option_needed: "Stock is told by option here: count each option.", told_without_options: "This stock was told without options before: go on so for this show.", order_implied: "Paid or sent and never ordered, as far as is known: it counts as ordered.",
        order_too_long: "The order has too many events, this one was left out: check what sends them.", too_many_places: "Too many warehouses, options or sources, left out: check the columns.", no_kit: "The catalog names no parts of this kit, left out: fill in its parts.", time_in_future: "Its time is in the future, left out: correct time or zone and send it again.", ingest_time_in_future: "It says that it was received in the future; the real moment holds: correct the source's clock.", orders_precede_opening: "The last orders are all older than the first snapshot and change nothing: check clocks and zones.",
      },
    },
    booking: {
      open: "Book stock", title: "Book stock", type: "Type", types: { receipt: "Receipt", transfer: "Transfer", count: "Count" }, notes: { receipt: "Units that have arrived.", transfer: "Units that have left.", count: "Units that can still be sold, without those ordered; the ledger is set to it." }, from: "From", to: "To", quantity: "Quantity",
      quantityFault: "Enter a whole number from {low} to {high}", submit: "Book", done: "{type} booked: {place}, {n}", lost: "No answer came, so it may be booked or not. Press again as it is: one booking counts once.",
    },
    questions: { title: "Viewers ask", empty: "No question stands out", times: "{n}×" },
    next: { title: "Present next", empty: "Suggestions come as the show goes on" },
    health: {
      title: "Data link", browser: "This screen", fine: "All links fine", trouble: "{n} in trouble", durable: "Received → durable", recognition: "Recognition lag", orders: "Order flow", late: "Late", duplicate: "Repeated", outbox: "To deliver", perSecond: "{n} orders/s", p50p95: "{p50} / {p95} ms", lag: "{lag} behind",
      empty: "No source is attached",
    },
    product: {
      back: "Back to overview", previous: "Previous", next: "Next", notFound: "There is no such product", notFoundNote: "It may have left the catalog.", timeline: "The whole show", units: "Units per {bin}", bin: "Bin", span: "Range", whole: "Whole show", lastHour: "Last hour", lastQuarter: "Last 15 min", sold: "Sold", orders: "Orders", gmv: "Sales", comments: "Comments", mentions: "Mentions", cover: "Cover", price: "Live price", listPrice: "list {n}",
      signals: "Signals about this product", noSignals: "No signals", questions: "Viewers ask", explain: "This one is on stage", explained: "Corrected: on stage now", warehouses: "Warehouses",
    },
    shows: {
      title: "Shows", current: "Live", pick: "Choose a show", empty: "No shows yet", emptyNote: "The first show will appear here.", presentations: "{n} presentations", axis: "The show on one axis", replay: "Replay", play: "Play", pause: "Pause", speed: "Speed", position: "Position", follow: "Follow live", orders: "All orders", at: "At {time}", nothing: "nothing on stage",
      sold: "{n} sold", list: "Presentations", product: "Product", start: "Start", length: "Length", units: "Units meanwhile", onlyPresented: "Presented", allProducts: "All products", signals: "Signals", chartLabel: "Time axis: arrow keys move the position, Home and End go to the ends.", duration: "Length",
    },
    settings: {
      title: "Settings", screen: "This device", screenNote: "Changes nothing for anybody else.", thresholds: "Alert thresholds", thresholdsNote: "They apply to all rooms. An empty field means the default.", language: "Language", theme: "Theme", sound: "Sound alerts", soundTest: "Listen", on: "On", off: "Off", shortcuts: "Single-key shortcuts", save: "Save", saved: "Saved", saving: "Saving…", reset: "Discard changes", failed: "Not saved: {message}",
      load: "The thresholds could not be fetched: {message}", range: "{low}–{high}", outOfRange: "Enter a number between {low} and {high}", notNumber: "Enter a number", overrides: "Exceptions by category and product", noOverrides: "No exceptions: the thresholds above hold for every product.", overridesNote: "A product's exception goes before its category's, and both before the thresholds above.", exceptionOf: "Exception for", exceptionKinds: { categories: "Category", products: "Product" }, exceptionCategory: "Name of the category", exceptionProduct: "SKU", exceptionThreshold: "Threshold", exceptionAdd: "Add exception", exceptionRemove: "Remove exception", exceptionFault: "Enter a category or a SKU", readOnly: "You may look at these but not change them.", unsaved: "Unsaved changes",
      groups: { stockout: "Sell-out warnings", warehouse: "Warehouses", replenishment: "Replenishment", demand: "Surges and slow movers", timing: "How often" },
    },
    threshold: {
      stockoutHorizon: ["How far ahead to look for a sell-out", "s"], stockoutProbability: ["Warn from this probability on", "0–1"], stockoutDoubt: ["Take back below", "0–1"], stockoutSlack: ["Tolerated error in time", "s"], nearSharpness: ["Certainty needed, near", "0–1"], farSharpness: ["Certainty needed, far", "0–1"],
      warehouseHorizon: ["How far ahead to look at one warehouse", "s"], warehouseProbability: ["Probability for one warehouse", "0–1"], leadTimeDays: ["Supplier lead time", "d"], reviewDays: ["Days between orders", "d"], sellingHoursPerDay: ["Selling hours a day", "h"], serviceLevel: ["Service level", "0–1"], marginShare: ["Margin, share of price", "0–1"], leftoverLossShare: ["Loss on leftovers, share of price", "0–1"],
      slowDaysOfCover: ["Slow above this cover", "d"], slowResponseShare: ["Slow below this share of the usual response", "0–1"], surgeProbability: ["Probability that counts as a surge", "0–1"], surgeOrders: ["Least orders of a surge", "orders"], restAfterPresentation: ["Rest before it is suggested again", "s"], updateInterval: ["Between updates of one signal", "s"], coolDown: ["Quiet after it is resolved", "s"], busyInterval: ["Look again, with new orders", "s"], idleInterval: ["Look again, without orders", "s"],
    },
    rooms: { title: "Rooms", empty: "No rooms yet", emptyNote: "Make a room, give it the address of its stream and its catalog, and begin.", add: "New room", made: "Room {name} was made", minute: "Orders, last minute", since: "since {time}", listening: "waits for a publisher", pulling: "pulls its stream", ordersOnly: "orders only", neverRan: "No show yet", open: "Open", start: "Attach", stop: "Stop", sure: "End the show? Press again", signals: "{n} open", products: "{n} products", now: "On stage", nothing: "Nothing on stage", failed: "The rooms could not be fetched: {message}" },
    roomForm: {
      name: "Name", nameNote: "1 to 64 letters, digits, -, _ or . It cannot be changed later.", nameFault: "Enter 1 to 64 letters, digits, -, _ or .", exists: "There is a room of this name already; take another one", source: "Stream", sources: { pull: "Pull it", listen: "Wait for a publisher", none: "None, orders only" },
      url: "Address of the stream", urlFault: "Enter the address of the stream", notes: { pull: "RTMP, HTTP-FLV or HLS. Addresses of the local network must be allowed by the server's operator.", listen: "Address and port of this machine to which the publisher will push.", none: "" }, catalog: "Catalog (CSV; it may come later)", catalogNote: "At least the columns sku and name; also aliases, category, list_price, live_price, link_no, options.", catalogFault: "The file is larger than {n} MB", make: "Make the room", pick: "Choose a file", noFile: "No file chosen",
    },
    signIn: { title: "Sign in", note: "Enter an access token. `liveshelf token` makes them.", token: "Access token", submit: "Sign in", failed: "Not signed in: {message}", wrong: "This token is not valid" },
    help: { title: "Keyboard shortcuts", close: "Close", note: "Single keys can be switched off under Settings.", keys: { pages: "Overview, demand, shows, settings, rooms", wall: "Wall mode", signal: "Next, previous signal", acknowledge: "Acknowledge the chosen signal", mute: "Mute the chosen signal for 15 min", assign: "Assign the chosen signal", search: "Filter products", sound: "Sound alerts", theme: "Theme", language: "Language", help: "Open or close this", escape: "Close, leave wall mode" } },
    error: { status: "The server answered {status}", unreachable: "The server cannot be reached", room: "There is no such room", roomNote: "It may have been removed. Choose one from the list.", script: "The page failed: {message}", retry: "Try again" },
    sound: { blocked: "The browser plays sound after a click on the page" },
  },
};

function find(path) {
  let text = TEXTS[preference("language")] ?? TEXTS.zh;
  for (const part of path.split("/")) text = text !== null && typeof text === "object" && Object.hasOwn(text, part) ? text[part] : undefined;
  return text;
}

export const hasText = (path) => find(path) !== undefined;

/** The text at a path such as `now/title`, with its values filled in. */
export function t(path, values) {
  const text = find(path);
  if (typeof text !== "string") return Array.isArray(text) ? text[0] : path;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text;
}

/** What the server says in both languages of a thing: `reason` or `title`, in the person's. */
export const spoken = (thing, name) => thing?.[preference("language") === "zh" ? `${name}_zh` : name] ?? "";

/** The second part of a text that has two: a threshold's unit. */
export const unitOf = (path) => find(path)?.[1] ?? "";

/** The languages have the same texts: paths that one has and the other lacks. For tests. */
export function unevenTexts() {
  const paths = (value, path) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.entries(value).flatMap(([name, inner]) => paths(inner, `${path}/${name}`)) : [path];
  const [zh, en] = [new Set(paths(TEXTS.zh, "")), new Set(paths(TEXTS.en, ""))];
  return [...zh].filter((path) => !en.has(path)).concat([...en].filter((path) => !zh.has(path)));
}
