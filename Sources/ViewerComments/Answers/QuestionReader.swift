internal import LiveshelfCore

/// Reads a question against the catalog and the conversation.
struct QuestionReader: Sendable {
  let interpreter: CommentInterpreter

  /// Goods whose names are made of such words.
  private static let goods = ["小米", "大米", "包包", "白米", "米面", "车子", "台板"]

  /// Words that questions are made of besides names; what is left over names something.
  private static let common: Set<String> = {
    let text = """
      还 有 没 木 货 吗 嘛 么 的 了 啊 呀 呢 哦 吧 啦 这 那 个 款 件 条 双 瓶 盒 我 你 您 他 她 们 要 想 买 拍 问 下 一 多 少 钱 米 元 块 什 价 格 \
      怎 卖 几 号 链 接 连 在 哪 里 时 候 啥 补 上 到 能 不 可 以 再 便 宜 点 优 惠 券 打 折 发 快 递 邮 包 运 费 天 久 穿 大 小 码 尺 寸 合 适 选 \
      斤 公 高 体 重 身 颜 色 种 哪 些 都 是 好 看 给 现 剩 库 存 光 完 断 抢 售 罄 显 示 缺 吃 用 主 播 请 谢 宝 子 亲 姐 老 板 刚 才 讲 它 另 外 \
      也 就 和 跟 或 呗 别 其 他 比 送 赠 品 退 换 款 理 由 多 长 宽 偏 标 准 推 荐 应 该 样 式 口 味 规 为 咋 嗯 哈 急 最 后 今 明 号 车 架 从 仓 \
      出 寄 收 半 两 加 中 均 单 份 套 只 支 人 岁 月 来 说 告 诉 真 很 太 全 红 黑 白 灰 蓝 绿 紫 粉 黄 棕 橙 神 马 滴 鸟 康 去 会 行 够 拿 放 得 \
      同 求 麻 烦 赶 紧 预 期 先 搜 直 间 台 目 前 刚 版 型 正 常 平 均 特 肥 胖 瘦 腰 厘 毫 升 千 克 装 袋 箱 片 抽 枚 粒 桶 支 对 试 找 新 疆 西 藏 内 \
      蒙 广 东 北 京 海 江 苏 浙 四 川 华 南 个 州 深 圳 云 青 甘 肃 宁 夏 山 河 湖 福 建 国 内 外 地 区 偏 远 城 市 方 \
      is are the a an it this that one ones still in stock any left do you have does how much many what when will be back again price link \
      number of for where can i buy order get size should take which to ship free shipping color colour colors colours please available sold \
      out restock me and in is there there's s my kg cm am weigh weight tall wear x xl l m h hi hello thanks so come comes or cost arrive on \
      deliver delivery days now more than about ok vs q no
      """
    return Set(text.split(separator: " ").map(String.init))
  }()

  func read(_ raw: String, context: AnswerContext, regions: [String]) -> Question {
    let text = FoldedText(raw)
    let stage = StageView(
      current: refersToStage(text) ? context.stage.current : context.lastSKU ?? context.stage.current,
      nearby: context.lastSKU == nil ? context.stage.nearby : [])
    let (found, finding) = interpreter.understand(text, stage: stage)
    let joined = text.tokens.map(\.text).joined()
    var question = Question(
      text: text, joined: joined,
      language: Self.language(finding.masked),
      intent: found.intent, confidence: found.confidence, sku: found.sku, isExplicit: found.isExplicit,
      option: found.option, missingOption: nil, namesUnknown: false,
      region: regions.first { !$0.isEmpty && raw.contains($0) } ?? context.region)
    if found.intent == .noise, let product = finding.products.first {
      question.sku = interpreter.catalog.products[product].sku
      question.isExplicit = true
    }
    if !question.isExplicit, refersBack(joined) { (question.sku, question.option) = (nil, nil) }
    followUp(&question, finding, context, stage)
    question.missingOption = missing(question, finding)
    question.namesUnknown = !question.isExplicit && namesSomething(finding.masked, text, question.intent)
    if finding.unknownLink != nil { question.namesUnknown = true }
    return question
  }

  /// 那白色呢, and the white one?: the same question about another option.
  private func followUp(
    _ question: inout Question, _ finding: CommentLinker.Finding, _ context: AnswerContext, _ stage: StageView
  ) {
    let isShort = question.text.tokens.count <= 8
    let hasOption = !finding.options.isEmpty || finding.masked.contains("C")
    let asksOn =
      ["呢", "?"].contains(question.text.tokens.last?.text ?? "") || question.joined.hasPrefix("那")
      || question.joined.hasPrefix("and") || question.joined.hasPrefix("whatabout")
    guard isShort, question.intent == .noise || (asksOn && finding.masked.count <= 4) else {
      if question.intent == .noise, hasOption { question.intent = .stock }
      return
    }
    guard hasOption || question.isExplicit, asksOn || hasOption else { return }
    question.intent = hasOption ? .stock : context.lastIntent ?? .stock
    question.confidence = 1
    if question.sku == nil { question.sku = stage.current }
    if let sku = question.sku, let place = interpreter.catalog.position(of: sku), question.option == nil {
      question.option = finding.options.first { $0.products.contains(place) }?.name.text
    }
  }

  /// 上一个, the previous one: neither on stage nor the last that was talked about, so that it must be asked which.
  private func refersBack(_ joined: String) -> Bool {
    ["上一个", "上一款", "上1个", "上1款", "上个", "上款", "刚才那", "前面那", "previous", "earlier"].contains { joined.contains($0) }
  }

  private func refersToStage(_ text: FoldedText) -> Bool {
    let joined = text.tokens.map(\.text).joined()
    return ["在讲", "现在讲", "正在", "台上", "现在这", "现在的这", "onstage", "rightnow"].contains { joined.contains($0) }
  }

  /// A colour or size that stands in the question and is none of the product's.
  private func missing(_ question: Question, _ finding: CommentLinker.Finding) -> String? {
    guard question.option == nil, let sku = question.sku, let product = interpreter.catalog[sku] else { return nil }
    if let other = finding.options.first { return other.name.text }
    for (place, token) in question.text.tokens.enumerated() where OptionName.isColour(token.text) {
      let next = place + 1 < question.text.tokens.count ? question.text.tokens[place + 1].text : ""
      if token.isLatin { return token.text }
      if ["色", "的", "款"].contains(next) { return token.text + "色" }
    }
    let sizes = ["加大码", "加大号", "大码", "小码", "中码", "均码", "大号", "小号", "中号"]
    let asked = sizes.first { question.joined.contains($0) }
    guard let asked, !product.options.contains(where: { FoldedText($0).tokens.map(\.text).joined() == asked }) else {
      return nil
    }
    return asked
  }

  /// Whether words are left that are no part of questions: they may name a thing that the catalog has not, and nothing
  /// must be promised of the product on stage in its place.
  private func namesSomething(_ masked: [String], _ text: FoldedText, _ intent: ViewerIntent) -> Bool {
    let joined = masked.joined()
    if Self.goods.contains(where: { joined.contains($0) }) { return true }
    let hasPersonalNumber = text.tokens.contains { $0.isNumber && $0.text.count >= 7 }
    var strange = 0
    for word in masked where !Self.common.contains(word) {
      guard let token = FoldedText(word).tokens.first, word != "P", word != "C", word != "Z", word != "V", word != "N"
      else { continue }
      if hasPersonalNumber, ["电", "话", "手", "机", "微", "信"].contains(word) { continue }
      if token.isHan { strange += 1 }
      if token.isLatin { strange += 2 }
    }
    return strange >= ([.stock, .price, .link].contains(intent) ? 1 : 2)
  }

  private static func language(_ masked: [String]) -> StockAnswer.Language {
    let words = masked.compactMap { $0.count == 1 && "PCZVN".contains($0) ? nil : FoldedText($0).tokens.first }
    return !words.contains(where: \.isHan) && words.contains(where: \.isLatin) ? .english : .chinese
  }
}
