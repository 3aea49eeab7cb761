/// A Mandarin syllable without its tone, split into initial and final.
///
/// Tones are left out: recognisers that err on a name mostly keep its sounds and lose its characters, and a toneless
/// comparison takes that in.
struct Syllable: Hashable, Sendable {
  var initial: Initial
  var final: Final

  enum Initial: String, CaseIterable, Sendable {
    case none = ""
    case b, p, m, f, d, t, n, l, g, k, h, j, q, x, zh, ch, sh, r, z, c, s
  }

  /// The finals as they sound, not as pinyin abbreviates them: `v` is ü, `ii` is the vowel of *zhi* and *zi*.
  enum Final: String, CaseIterable, Sendable {
    case a, ai, an, ang, ao, e, ei, en, eng, er
    case i, ia, ian, iang, iao, ie, `in`, ing, iong, iu, ii
    case o, ong, ou
    case u, ua, uai, uan, uang, ueng, ui, un, uo
    case v, van, ve, vn
  }

  init(initial: Initial, final: Final) {
    self.initial = initial
    self.final = final
  }

  /// Reads pinyin in small letters without tone marks, ü written as `v`; nil for anything else.
  init?(pinyin: String) {
    if let whole = Self.spelledWithoutInitial[pinyin] {
      self.init(initial: .none, final: whole)
      return
    }
    let letters = Array(pinyin)
    for length in [2, 1] where letters.count > length {
      guard let initial = Initial(rawValue: String(letters[..<length])),
        let final = Self.final(String(letters[length...]), after: initial)
      else { continue }
      self.init(initial: initial, final: final)
      return
    }
    guard let final = Final(rawValue: pinyin), !pinyin.hasPrefix("i"), !pinyin.hasPrefix("u") else { return nil }
    self.init(initial: .none, final: final)
  }

  private static func final(_ spelling: String, after initial: Initial) -> Final? {
    switch (initial, spelling) {
    case (.zh, "i"), (.ch, "i"), (.sh, "i"), (.r, "i"), (.z, "i"), (.c, "i"), (.s, "i"): .ii
    case (.j, "u"), (.q, "u"), (.x, "u"): .v
    case (.j, "uan"), (.q, "uan"), (.x, "uan"): .van
    case (.j, "ue"), (.q, "ue"), (.x, "ue"), (.n, "ue"), (.l, "ue"): .ve
    case (.j, "un"), (.q, "un"), (.x, "un"): .vn
    case (.b, "o"), (.p, "o"), (.m, "o"), (.f, "o"): .uo
    default: Final(rawValue: spelling)
    }
  }

  /// Spellings with y and w, which only stand for a missing initial.
  private static let spelledWithoutInitial: [String: Final] = [
    "yi": .i, "ya": .ia, "yan": .ian, "yang": .iang, "yao": .iao, "ye": .ie, "yin": .in, "ying": .ing, "yo": .uo,
    "yong": .iong, "you": .iu, "yu": .v, "yuan": .van, "yue": .ve, "yun": .vn, "wu": .u, "wa": .ua, "wai": .uai,
    "wan": .uan, "wang": .uang, "wei": .ui, "wen": .un, "weng": .ueng, "wo": .uo, "n": .en, "ng": .en, "m": .en,
    "hm": .en, "hng": .en,
  ]
}
