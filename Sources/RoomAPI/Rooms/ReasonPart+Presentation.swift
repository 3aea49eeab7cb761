internal import RoomEngine

extension ReasonPart {
  /// The parts of a tracker's sentence; empty when it has another wording, such as one of an older version.
  static func list(_ sentence: String) -> [ReasonPart] {
    (PresentationReason.parts(of: sentence) ?? []).map { ReasonPart(reason: $0) }
  }

  private init(reason: PresentationReason) {
    switch reason {
    case .stinger(let name): self.init(.stinger, name: name)
    case .musicBegan: self.init(.musicBegan)
    case .musicEnded: self.init(.musicEnded)
    case .applause: self.init(.applause)
    case .silence: self.init(.silence)
    case .countdown: self.init(.countdown)
    case .click: self.init(.click)
    case .heard(let text, let count, let seconds): self.init(.heard, name: text, count: count, seconds: seconds)
    case .likeliest: self.init(.likeliest)
    case .bundle(let product, let other): self.init(.bundle, name: product, with: other)
    case .followed(let product): self.init(.followed, name: product)
    case .turnedAway: self.init(.turnedAway)
    case .noLongerSpokenOf: self.init(.noLongerSpokenOf)
    case .showOver: self.init(.showOver)
    case .onlyNamed(let instead): self.init(.onlyNamed, name: instead)
    }
  }
}
