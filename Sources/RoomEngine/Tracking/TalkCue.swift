import LiveshelfCore

/// What sales talk gives away about the phase of a presentation, whoever the host and whatever the product.
enum TalkCue: Int, CaseIterable, Sendable {
  /// A product is taken up ("接下来看这款", "next up").
  case opening
  /// What the product is like: quality, material, use ("质量", "自己也在用").
  case explaining
  /// A price is called.
  case pricing
  /// The sale is opened or pressed: countdown, links, last pieces.
  case closing
  /// Talk that sells nothing: greetings, likes, lotteries, shipping terms, the stream itself.
  case chatter
  /// A product is named as a question or a measure, not to be sold ("好多人问…", "有啥区别"). Tells nothing about the
  /// phase.
  case aside
  /// Two products are sold together ("这两件一起拍", "组合价"). Tells nothing about the phase.
  case bundle

  /// Wordings that would change what a name means must stand there sound for sound: 很多人等 is not 很多人问.
  private var isExact: Bool { self == .aside || self == .bundle }

  /// Wordings of live commerce in general, none so short that ordinary product talk would contain it.
  private static let wordings: [(cue: TalkCue, phrases: [String])] = [
    (
      .opening,
      [
        "接下来", "下一个", "下一款", "上新品", "新品来", "给大家带来", "重点来了", "终于到了", "我手上", "手里这", "我们返场", "再回来",
        "先来看", "看这款", "久等了", "就是这款", "来说一下", "来讲一下", "来介绍", "下一样", "next up", "next product",
        "let's look", "moving on", "up next", "next item", "next one", "first up", "switching gears", "take a look at",
        "check this out", "introducing", "let's talk about", "let's get into", "on to the next", "new arrival",
        "here we have",
        "let me show",
      ]
    ),
    (
      .explaining,
      [
        "质量", "材质", "成分", "性价比", "自己也在用", "特别适合", "尺码", "功能", "设计", "手感", "quality", "material", "packaging",
        "comfortable", "warranty", "design", "made of", "waterproof", "lightweight", "durable", "ingredients",
        "easy to clean", "machine washable", "non stick", "fabric", "texture",
      ]
    ),
    (
      .pricing,
      [
        "平时卖", "原价", "到手价", "到手只", "只要", "直播间不要", "直播间只", "带回家", "破价", "减一点", "块九", "块钱", "立减", "dollars",
        "half price", "discount", "regular price", "full price", "retails for", "percent off", "today only",
      ]
    ),
    (
      .closing,
      [
        "号链接", "倒数", "倒计时", "准备好", "三二一", "三个数", "上链接", "开抢", "抢到就是", "手慢", "还剩最后", "最后几", "库存不多",
        "赶紧拍", "快没有了", "卖了一半", "名额", "卖完了", "卖光", "抢空", "没货", "加单", "补一点", "可以下单", "请下单", "去下单", "快下单", "赶快下单", "上架了",
        "开卖", "开冲", "冲冲冲", "上车", "已经上了", "去拍", "去抢", "可以抢",
        "秒空", "秒没", "要断货", "断货了", "断码", "码不齐", "售罄", "要空了", "加库存", "手速", "没付款", "付款的", "抓紧付", "只剩", "还剩", "就剩", "最后一分钟",
        "清库存", "抢完", "卖空", "countdown", "link is open", "is open now", "go get it", "hurry", "nearly gone",
        "moving fast", "selling fast",
        "get yours", "check out now", "left in stock", "three two one",
        "sold out", "last few", "going fast", "link is live", "link is up", "add to cart", "grab yours",
        "only a few left",
        "almost gone", "last chance", "last call", "while it lasts", "running low", "selling out", "five four three",
      ]
    ),
    (
      .aside,
      [
        "好多人问", "有宝宝问", "你问的", "你们问的", "有朋友问", "公屏上问", "留言问", "私信问", "有姐妹问", "有啥区别", "有什么不同", "已经有了", "有人问", "弹幕问",
        "评论区问", "看到评论", "看到一条评论",
        "a lot of you ask", "the difference between", "compared to", "someone asked", "somebody asked", "someone asks",
        "people ask", "I see a comment", "I see a question", "a question about", "already own", "already have one",
        "wants to know", "want to know", "is asking", "are asking", "asks if", "asks about", "you asked about",
        "comment here", "in the comments", "in the chat",
      ]
    ),
    (
      .bundle,
      [
        "两件一起", "两款一起", "两个一起", "两样一起", "两瓶一起", "两盒一起", "一起打包", "打包价", "组合价", "套餐价", "套装价",
        "一起带回家", "一起带走", "买一套", "as a set", "as a bundle", "both together",
      ]
    ),
    (
      .chatter,
      [
        "点关注", "关注一", "点赞", "福袋", "抽奖", "抽一个", "欢迎来到", "晚上好", "喝口水", "网络卡", "卡不卡", "扣一", "运费险", "无理由",
        "问主播", "后台", "运营", "记得去付款", "上一单", "不要着急", "加班发货", "到这里了", "不见不散", "谢谢", "开发票", "发票", "什么快递", "发顺丰", "改地址",
        "找客服", "退换", "听得到", "能听到", "听不清", "看不清", "画面", "多少人",
        "在线人数", "降温", "外面下雨", "现在几点", "嗓子", "空调", "灯光", "刚进来", "送礼物", "小时之内发货", "小时内发货", "几天到", "次日达", "吃饭", "吃的是",
        "辛苦", "明天见", "今天就到", "今天到这",
        "再见", "晚安", "拜拜", "休息一下", "昨天晚上", "昨晚", "熬夜", "welcome",
        "how many people", "the weather", "last night", "this morning", "the kids", "my neighbor", "see you",
        "good night", "check your messages", "ships in", "ship in",
        "follow us", "giveaway", "thank you", "good evening", "can you hear", "good morning", "tap the screen",
        "double tap",
        "hit follow", "say hi", "thanks for joining", "share the live", "free returns", "returns are free",
        "return policy",
        "where are you from", "see you tomorrow",
      ]
    ),
  ]

  private static let table: [(cue: TalkCue, sounds: [SpokenSounds.Element])] = wordings.flatMap { entry in
    entry.phrases.map { (entry.cue, SpokenSounds($0).elements) }
  }.sorted { $0.1.count > $1.1.count }

  /// The cues in a text with the indices of the characters at which each wording begins and its last sound begins, in
  /// order; where wordings overlap the longer counts.
  static func find(in text: String) -> [(cue: TalkCue, offset: Int, lastOffset: Int)] {
    let sounds = SpokenSounds(text)
    var found: [(cue: TalkCue, offset: Int, lastOffset: Int)] = []
    var index = 0
    while index < sounds.elements.count {
      if let match = table.first(where: { sounds.matches($0.sounds, at: index, isExact: $0.cue.isExact) }) {
        let last = index + match.sounds.count - 1
        found.append((match.cue, sounds.offsets[index], sounds.offsets[last]))
        // 有人问主播 is an aside and chatter at once.
        index = match.cue.isExact ? index + 1 : last + 1
      } else {
        index += 1
      }
    }
    return found
  }
}
