// Every text of the page, in Chinese and English. `{name}` stands for a value.
const TEXTS = {
  zh: {
    title: "直播商品需求报告",
    language: "English",
    print: "打印",
    search: "搜索商品、SKU、类目或主播原话",
    theme: "主题",
    themes: { auto: "跟随系统", light: "浅色", dark: "深色" },
    clear: "清除",
    notFound: "没有符合“{query}”的商品。",
    headline: {
      start: "{duration}的直播",
      talks: "，讲解 {talks} 段、{products} 款商品",
      orders: "，共下单 {orders} 单、{units} 件",
      soldOut: "。{count} 款卖断",
      missed: "，估计少卖 {units} 件",
      noneSoldOut: "。没有商品卖断",
      end: "。",
    },
    kpi: {
      orders: "下单",
      ordersNote: "付款 {paid} · 取消 {cancelled}",
      units: "件数",
      unitsNote: "每单 {per} 件",
      sales: "销售额（估算）",
      salesNote: "件数 × 直播价",
      uplift: "讲解带来的订单",
      upliftNote: "占下单 {share}",
      soldOut: "卖断商品",
      soldOutNote: "估计少卖 {units} 件",
      soldOutPlain: "直播期间库存为零",
      talks: "讲解",
      talksNote: "{products} 款 · 共 {minutes}",
      comments: "商品评论",
      commentsNote: "每分钟 {rate} 条",
    },
    stock: {
      title: "明天备多少货",
      lead: "假设再播一场同样的直播，按 {service} 的有货率估算。",
      leadNoStock: "没有库存数据，只给出备货总量。",
      all: "全部",
      verdict: {
        sold_out: "已卖断",
        restock: "要补货",
        enough: "够卖",
        slow: "卖不动",
        overstocked: "库存偏多",
        idle: "未讲解",
      },
      product: "商品",
      talk: "讲解",
      sold: "下单 / 件",
      trend: "下单走势",
      uplift: "讲解带来",
      left: "剩余库存",
      soldOut: "卖断时刻",
      suggest: "建议备货",
      order: "需补",
      missed: "少卖约 {units}",
      times: "{n} 次 · {duration}",
      none: "—",
      shows: "够 {n} 场",
      warehouses: "看各仓库存",
      reserved: "他用 {n}",
      plenty: "够 100 场以上",
      others: "再显示 {n} 款商品",
      fewer: "只看要紧的商品",
      oversold: "超卖 {n}",
      link: "{n} 号链接",
      empty: "这一类没有商品。",
      stockOf: "开播 {start}，剩 {end}",
    },
    axis: {
      title: "全场时间轴",
      help: "拖动选取一段可放大；Ctrl + 滚轮或双指缩放；双击还原。键盘：←→ 移动，↑↓ 换行，+ − 缩放，0 还原。",
      zoomIn: "放大",
      zoomOut: "缩小",
      reset: "全场",
      talks: "讲解",
      orders: "全场下单",
      comments: "评论",
      events: "标记与信号",
      ownScale: "各自刻度",
      sharedScale: "统一刻度",
      scale: "刻度",
      more: "再显示 {n} 款未讲解的商品",
      fewer: "只看讲解过的商品",
      perMinute: "满格 {n}/分",
      rowNote: "{orders} 单",
      whole: "总览",
      left: "剩 {n}",
      soldOut: "卖断",
      overview: "总览：拖动选取要看的时段",
      empty: "没有订单时间线，只显示听到的内容。",
      hits: "主播原话命中 {n} 处",
      position: "{time}，{what}",
      ended: "下播",
      legend: { orders: "下单（单/分）", baseline: "自然基线", stock: "库存", talk: "讲解中", gone: "库存为零" },
    },
    tip: {
      orders: "下单",
      baseline: "基线",
      demand: "需求",
      stock: "库存",
      comments: "评论",
      talking: "正在讲",
      said: "主播",
      rate: "{n} 单/分",
      pieces: "{n} 件",
      signal: "信号",
      marker: "标记",
    },
    talks: {
      title: "每段讲解的效果",
      lead: "“带来”是扣除自然基线后的订单，括号内为 95% 区间。",
      number: "#",
      product: "商品",
      start: "开始",
      length: "时长",
      orders: "订单",
      units: "件",
      baseline: "基线",
      uplift: "带来",
      perMinute: "带来/分",
      revenue: "金额",
      confidence: "把握",
      show: "在时间轴上看",
      empty: "没有听到讲解。",
      interval: "带来 {uplift}，95% 区间 {low} 至 {high}",
    },
    signals: {
      title: "信号",
      all: "全部",
      time: "时刻",
      what: "内容",
      empty: "没有这类信号。",
      cut: "另有 {n} 条信号未列出，见 signals.jsonl。",
    },
    method: {
      title: "数据与算法说明",
      window: "订单数：开播至下播后 {minutes} 分钟内创建的订单（含之后取消的）。",
      sales: "销售额：件数 × 直播价，未扣取消与退款。",
      stockRule:
        "建议备货 = 需求 + 1.645 × √(需求 × 每单件数)；需求 = 已卖件数 + 少卖件数（订单里有缺货拒单的按拒单数，没有的按模型估计）；需补 = 建议备货 − 剩余 − 在途（超卖的一并补上）。",
      slow: "库存偏多：讲过，而剩余库存够再卖 10 场以上。卖不动：讲过却没有订单，或库存偏多而讲解效果的 95% 区间不高于零，或直播中已有此信号。",
      uplift: "讲解带来的订单由订单模型估计，会随样本大小变化，请看区间。",
      lag: "从讲到到下单：中位 {p50} 秒（10% 在 {p10} 秒内，90% 在 {p90} 秒内）。",
      clocks: "各来源时钟偏差",
      clock: "{source}：{offset} 秒（95% 区间 {low} 至 {high}，{events} 条）",
      clockPlain: "{source}：{offset} 秒",
      bin: "时间轴每格 {bin}。",
      missing: "这场没有以下内容，相应部分未显示：",
      leftOut: "有 {n} 行数据读不懂，未计入。",
      transcriptCut: "全文过长，未放入本页，见 transcript.jsonl。",
      files: {
        timeline: "订单时间线",
        uplift: "讲解效果",
        stock: "库存",
        signals: "信号",
        presentations: "讲解",
        markers: "音频标记",
        mentions: "商品提及",
        transcript: "文字稿",
        alignment: "时钟对齐",
      },
      made: "由 Liveshelf 生成；本页自包含，不访问网络。",
    },
    room: "直播间 {room}",
    seconds: "{n} 秒",
    minutes: "{n} 分钟",
    hours: "{h} 小时 {m} 分",
    wholeHours: "{h} 小时",
    minuteSeconds: "{m} 分 {s} 秒",
  },
  en: {
    title: "Product demand report",
    language: "中文",
    print: "Print",
    search: "Search products, SKUs, categories or what was said",
    theme: "Theme",
    themes: { auto: "System", light: "Light", dark: "Dark" },
    clear: "Clear",
    notFound: "No product matches “{query}”.",
    headline: {
      start: "In {duration} on air",
      talks: ", {talks} presentations of {products} products",
      orders: ", {orders} orders for {units} pieces",
      soldOut: ". {count} sold out",
      missed: ", an estimated {units} pieces short",
      noneSoldOut: ". Nothing sold out",
      end: ".",
    },
    kpi: {
      orders: "Orders",
      ordersNote: "{paid} paid · {cancelled} cancelled",
      units: "Pieces",
      unitsNote: "{per} an order",
      sales: "Sales (estimate)",
      salesNote: "pieces × live price",
      uplift: "From presenting",
      upliftNote: "{share} of all orders",
      soldOut: "Sold out",
      soldOutNote: "about {units} pieces missed",
      soldOutPlain: "nothing left during the show",
      talks: "Presentations",
      talksNote: "{products} products · {minutes}",
      comments: "Comments",
      commentsNote: "{rate} a minute",
    },
    stock: {
      title: "What to stock tomorrow",
      lead: "For one more show like this one, at {service} availability.",
      leadNoStock: "Stock is unknown, so only the total is suggested.",
      all: "All",
      verdict: {
        sold_out: "Sold out",
        restock: "Restock",
        enough: "Enough",
        slow: "Not moving",
        overstocked: "Overstocked",
        idle: "Not presented",
      },
      product: "Product",
      talk: "Presented",
      sold: "Orders / pieces",
      trend: "Orders over time",
      uplift: "From presenting",
      left: "Stock left",
      soldOut: "Ran out at",
      suggest: "Suggested stock",
      order: "To add",
      missed: "about {units} missed",
      times: "{n} × · {duration}",
      none: "—",
      shows: "{n} shows’ worth",
      warehouses: "Stock by warehouse",
      reserved: "{n} reserved",
      plenty: "100+ shows’ worth",
      others: "Show {n} more products",
      fewer: "Show what matters most",
      oversold: "{n} oversold",
      link: "link {n}",
      empty: "No product in this group.",
      stockOf: "{start} at the start, {end} left",
    },
    axis: {
      title: "The show on one axis",
      help: "Drag to zoom into a stretch; Ctrl + wheel or pinch to zoom; double-click for all. Keys: ← → move, ↑ ↓ change row, + − zoom, 0 all.",
      zoomIn: "Zoom in",
      zoomOut: "Zoom out",
      reset: "Whole show",
      talks: "Presented",
      orders: "All orders",
      comments: "Comments",
      events: "Markers, signals",
      ownScale: "Own scales",
      sharedScale: "One scale",
      scale: "Scale",
      more: "Show {n} products that were not presented",
      fewer: "Only presented products",
      perMinute: "full height {n}/min",
      rowNote: "{orders} orders",
      whole: "Overview",
      left: "{n} left",
      soldOut: "out",
      overview: "Overview: drag to choose a stretch",
      empty: "There is no order timeline: only what was heard is shown.",
      hits: "Said {n} times",
      position: "{time}, {what}",
      ended: "off air",
      legend: {
        orders: "Orders a minute",
        baseline: "Baseline",
        stock: "Stock",
        talk: "Being presented",
        gone: "Nothing left",
      },
    },
    tip: {
      orders: "Orders",
      baseline: "Baseline",
      demand: "Demand",
      stock: "Stock",
      comments: "Comments",
      talking: "Presenting",
      said: "Host",
      rate: "{n}/min",
      pieces: "{n}",
      signal: "Signal",
      marker: "Marker",
    },
    talks: {
      title: "What each presentation brought",
      lead: "Uplift is orders beyond the baseline, with its 95 % interval.",
      number: "#",
      product: "Product",
      start: "Start",
      length: "Length",
      orders: "Orders",
      units: "Pieces",
      baseline: "Baseline",
      uplift: "Uplift",
      perMinute: "Uplift/min",
      revenue: "Revenue",
      confidence: "Certainty",
      show: "Show on the axis",
      empty: "No presentation was heard.",
      interval: "uplift {uplift}, 95 % interval {low} to {high}",
    },
    signals: {
      title: "Signals",
      all: "All",
      time: "Time",
      what: "What",
      empty: "No signal of this kind.",
      cut: "{n} more signals are in signals.jsonl.",
    },
    method: {
      title: "Data and method",
      window:
        "Orders: those created from the start of the show to {minutes} minutes after its end, cancelled ones included.",
      sales: "Sales: pieces × live price, before cancellations and refunds.",
      stockRule:
        "Suggested stock = demand + 1.645 × √(demand × pieces per order); demand = pieces sold + pieces missed: those that the shop refused, where its orders tell, else what the model says was missed while nothing was left. To add = suggested stock − what is left and on its way; oversold pieces are added.",
      slow: "Overstocked: presented, and what is left would last ten such shows or more. Not moving: presented without any order, or overstocked while the 95 % intervals of its uplift reach zero, or a signal said so.",
      uplift: "Orders from presenting are estimated by the order model: mind the intervals.",
      lag: "From word to order: {p50} s in the median (10 % within {p10} s, 90 % within {p90} s).",
      clocks: "Clocks of the sources",
      clock: "{source}: {offset} s (95 % interval {low} to {high}, {events} events)",
      clockPlain: "{source}: {offset} s",
      bin: "Each bin of the axis is {bin}.",
      missing: "This show has none of the following, so the page leaves them out:",
      leftOut: "{n} lines could not be read and are not counted.",
      transcriptCut: "The transcript is too long for this page; see transcript.jsonl.",
      files: {
        timeline: "order timeline",
        uplift: "uplift",
        stock: "stock",
        signals: "signals",
        presentations: "presentations",
        markers: "audio markers",
        mentions: "mentions",
        transcript: "transcript",
        alignment: "clock alignment",
      },
      made: "Made by Liveshelf. This page is self-contained and uses no network.",
    },
    room: "Room {room}",
    seconds: "{n} s",
    minutes: "{n} min",
    hours: "{h} h {m} min",
    wholeHours: "{h} h",
    minuteSeconds: "{m} min {s} s",
  },
};

/** The text at a path such as `stock/title`, with its values filled in. */
function say(path, values) {
  const text = path.split("/").reduce((node, key) => node?.[key], TEXTS[VIEW.language]);
  return String(text ?? path).replace(/\{(\w+)\}/g, (_, name) => String(values?.[name] ?? ""));
}

const locale = () => (VIEW.language === "zh" ? "zh-CN" : "en");
const number = (value, places = 0) =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: places }).format(
    Math.abs(value) < 10 ** -places / 2 ? 0 : value,
  );
const percent = (value) =>
  new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: value < 0.1 ? 1 : 0 }).format(value);
const money = (value) =>
  "¥" +
  (value < 1e6
    ? number(value, value < 1000 ? 1 : 0)
    : new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 2 }).format(value));

/** A moment of the stream: `1:02:03`, or `2:03` in short shows. */
function clock(time) {
  const seconds = Math.abs(Math.round(time));
  const two = (value) => String(value).padStart(2, "0");
  const long = EXTENT.to >= 3600;
  const minutes = Math.floor(seconds / 60);
  return (
    (time < -0.5 ? "−" : "") +
    (long ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}` : minutes) +
    ":" +
    two(seconds % 60)
  );
}

/** The time of day at a moment of the stream, where the show was. */
function timeOfDay(time, withSeconds = true) {
  const moment = new Date(DATA.show.start + DATA.show.offset * 1000 + Math.round(time) * 1000).toISOString();
  return moment.slice(11, withSeconds ? 19 : 16);
}

const dayOfShow = () => new Date(DATA.show.start + DATA.show.offset * 1000).toISOString().slice(0, 10);

function duration(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return say("seconds", { n: whole });
  const minutes = Math.round(whole / 60);
  if (whole >= 3600)
    return minutes % 60
      ? say("hours", { h: Math.floor(minutes / 60), m: minutes % 60 })
      : say("wholeHours", { h: minutes / 60 });
  return whole % 60
    ? say("minuteSeconds", { m: Math.floor(whole / 60), s: whole % 60 })
    : say("minutes", { n: whole / 60 });
}
