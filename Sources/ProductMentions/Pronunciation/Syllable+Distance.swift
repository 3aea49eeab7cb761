extension Syllable {
  /// How different two syllables sound to a recogniser: 0 the same, 1 nothing in common.
  ///
  /// Initials and finals count about half each. Pairs that Mandarin accents and noisy rooms confuse (zh/z, n/l, h/f,
  /// in/ing, an/ang …) are near each other; finals are compared by medial, nucleus and coda.
  func distance(to other: Syllable) -> Float {
    if self == other { return 0 }
    return min(1, 0.5 * initial.distance(to: other.initial) + 0.55 * final.distance(to: other.final))
  }
}

extension Syllable.Initial {
  func distance(to other: Self) -> Float {
    if self == other { return 0 }
    for (left, right, cost) in Self.confusable
    where (left == self && right == other) || (left == other && right == self) {
      return cost
    }
    return 1
  }

  private static let confusable: [(Self, Self, Float)] = [
    // Accents that merge two sounds
    (.zh, .z, 0.15), (.ch, .c, 0.15), (.sh, .s, 0.15), (.n, .l, 0.2), (.f, .h, 0.35), (.r, .l, 0.35),
    // Aspiration
    (.b, .p, 0.4), (.d, .t, 0.4), (.g, .k, 0.4), (.j, .q, 0.4), (.zh, .ch, 0.45), (.z, .c, 0.45),
    (.zh, .c, 0.55), (.z, .ch, 0.55),
    // The same manner at a neighbouring place
    (.zh, .j, 0.45), (.ch, .q, 0.45), (.sh, .x, 0.4), (.z, .j, 0.5), (.c, .q, 0.5), (.s, .x, 0.5), (.b, .d, 0.65),
    (.p, .t, 0.65), (.d, .g, 0.7), (.t, .k, 0.65), (.m, .n, 0.5), (.k, .h, 0.55), (.g, .h, 0.6),
    // The same place, another manner
    (.sh, .ch, 0.5), (.s, .c, 0.5), (.x, .q, 0.5), (.x, .j, 0.6), (.s, .z, 0.6), (.sh, .zh, 0.6), (.r, .zh, 0.6),
    (.r, .n, 0.6), (.m, .b, 0.6), (.f, .p, 0.65), (.t, .c, 0.65), (.d, .z, 0.7), (.l, .d, 0.7), (.n, .d, 0.7),
    // Weak onsets get lost
    (.none, .h, 0.55), (.none, .r, 0.5), (.none, .m, 0.75), (.none, .l, 0.75), (.none, .n, 0.7), (.none, .g, 0.8),
  ]
}

extension Syllable.Final {
  func distance(to other: Self) -> Float {
    if self == other { return 0 }
    let (left, right) = (parts, other.parts)
    return min(
      1,
      Self.medial(left.medial, right.medial) + Self.nucleus(left.nucleus, right.nucleus)
        + Self.coda(left.coda, right.coda))
  }

  private enum Vowel { case none, a, e, o, i, u, v, ii }
  private enum Coda { case none, i, u, n, ng, r }

  private var parts: (medial: Vowel, nucleus: Vowel, coda: Coda) {
    switch self {
    case .a: (.none, .a, .none)
    case .ai: (.none, .a, .i)
    case .an: (.none, .a, .n)
    case .ang: (.none, .a, .ng)
    case .ao: (.none, .a, .u)
    case .e: (.none, .e, .none)
    case .ei: (.none, .e, .i)
    case .en: (.none, .e, .n)
    case .eng: (.none, .e, .ng)
    case .er: (.none, .e, .r)
    case .i: (.none, .i, .none)
    case .ia: (.i, .a, .none)
    case .ian: (.i, .a, .n)
    case .iang: (.i, .a, .ng)
    case .iao: (.i, .a, .u)
    case .ie: (.i, .e, .none)
    case .in: (.none, .i, .n)
    case .ing: (.none, .i, .ng)
    case .iong: (.i, .u, .ng)
    case .iu: (.i, .o, .u)
    case .ii: (.none, .ii, .none)
    case .o: (.none, .o, .none)
    case .ong: (.none, .u, .ng)
    case .ou: (.none, .o, .u)
    case .u: (.none, .u, .none)
    case .ua: (.u, .a, .none)
    case .uai: (.u, .a, .i)
    case .uan: (.u, .a, .n)
    case .uang: (.u, .a, .ng)
    case .ueng: (.u, .e, .ng)
    case .ui: (.u, .e, .i)
    case .un: (.u, .e, .n)
    case .uo: (.u, .o, .none)
    case .v: (.none, .v, .none)
    case .van: (.v, .a, .n)
    case .ve: (.v, .e, .none)
    case .vn: (.none, .v, .n)
    }
  }

  private static func medial(_ left: Vowel, _ right: Vowel) -> Float {
    if left == right { return 0 }
    return switch (left, right) {
    case (.i, .v), (.v, .i): 0.2
    case (.u, .v), (.v, .u): 0.3
    case (.i, .u), (.u, .i): 0.4
    default: 0.3
    }
  }

  private static func nucleus(_ left: Vowel, _ right: Vowel) -> Float {
    if left == right { return 0 }
    return switch (left, right) {
    case (.i, .v), (.v, .i), (.o, .u), (.u, .o): 0.3
    case (.e, .o), (.o, .e), (.e, .i), (.i, .e): 0.4
    case (.i, .ii), (.ii, .i), (.e, .ii), (.ii, .e), (.e, .u), (.u, .e), (.u, .v), (.v, .u): 0.45
    case (.a, .e), (.e, .a): 0.55
    case (.a, .o), (.o, .a): 0.6
    default: 0.85
    }
  }

  private static func coda(_ left: Coda, _ right: Coda) -> Float {
    if left == right { return 0 }
    return switch (left, right) {
    case (.n, .ng), (.ng, .n): 0.18
    case (.none, .r), (.r, .none): 0.3
    case (.none, .n), (.n, .none), (.none, .i), (.i, .none): 0.4
    case (.none, .u), (.u, .none), (.i, .n), (.n, .i): 0.45
    case (.none, .ng), (.ng, .none): 0.5
    default: 0.6
    }
  }
}
