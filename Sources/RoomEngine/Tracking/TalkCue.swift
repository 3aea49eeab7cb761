import LiveshelfCore

/// What sales talk gives away about the phase of a presentation, whoever the host and whatever the product.
enum TalkCue: Int, CaseIterable {
  /// A product is taken up ("接下来看这款", "next up").
  case opening
  /// A price is called.
  case pricing
  /// The sale is opened or pressed: countdown, links, last pieces.
  case closing
  /// Talk that sells nothing: greetings, likes, lotteries, shipping terms, the stream itself.
  case chatter

  /// Wordings of live commerce in general. Each is long enough not to be part of ordinary product talk.
  private static let wordings: [(cue: TalkCue, phrases: [String])] = [
    (
      .opening,
      [
        "接下来", "下一个", "下一款", "上新品", "新品", "给大家带来", "重点来了", "终于到了", "我手上", "手上拿", "返场",
        "再回来", "来看一下这", "看这款", "来说一下", "先来看", "next up", "next product", "let's look at", "moving on",
        "up next", "let me show you",
      ]
    ),
    (
      .pricing,
      [
        "平时卖", "原价", "到手", "只要", "直播间不要", "带回家", "破价", "减一点", "元", "块九", "块钱", "dollars", "half price",
        "discount",
      ]
    ),
    (
      .closing,
      [
        "号链接", "倒数", "倒计时", "准备好", "三二一", "321", "上链接", "开抢", "抢到就是", "手慢", "最后", "库存不多", "赶紧拍",
        "快没有了", "卖了一半", "名额", "卖完了", "卖光", "抢空", "没货", "加单", "补一点", "countdown", "three two one",
        "sold out", "last few", "link is up", "going fast",
      ]
    ),
    (
      .chatter,
      [
        "关注", "点赞", "福袋", "抽奖", "大奖", "欢迎来到", "晚上好", "喝口水", "网络", "卡不卡", "扣一", "扣个", "运费险",
        "无理由", "有人问主播", "后台", "运营", "记得去付款", "上一单", "不要着急", "发货", "到这里了", "不见", "谢谢",
        "welcome", "follow", "giveaway", "thanks for", "good evening", "can you hear",
      ]
    ),
  ]

  /// The cues in a text with the character at which each wording begins, in order of the text; of wordings that
  /// overlap the longer counts.
  static func find(in text: String) -> [(cue: TalkCue, offset: Int)] {
    let characters = Array(text.lowercased())
    var found: [(cue: TalkCue, offset: Int)] = []
    var offset = 0
    while offset < characters.count {
      var longest: (cue: TalkCue, length: Int)?
      for (cue, phrases) in table where phrases[characters[offset]] != nil {
        for phrase in phrases[characters[offset]] ?? [] where phrase.count > longest?.length ?? 0 {
          if characters[offset...].starts(with: phrase) { longest = (cue, phrase.count) }
        }
      }
      if let longest {
        found.append((longest.cue, offset))
        offset += longest.length
      } else {
        offset += 1
      }
    }
    return found
  }

  /// The wordings by cue and first character.
  private static let table: [(cue: TalkCue, phrases: [Character: [[Character]]])] = wordings.map { entry in
    var byFirst: [Character: [[Character]]] = [:]
    for phrase in entry.phrases.map(Array.init) {
      if let first = phrase.first { byFirst[first, default: []].append(phrase) }
    }
    return (entry.cue, byFirst)
  }
}
