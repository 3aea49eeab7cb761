extension FeedReason: WireCodable {
  /// The cases by their names, which are part of the format.
  private enum Kind: String {
    case connecting, receiving, publisherLeft, silent, failed, givenUp, recordingOver, stopped
    case noSpeech, noProductNamed, unknownProducts, heardAgain, awaitingPublisher
  }

  public func write(to writer: inout WireWriter) {
    func write(_ kind: Kind, _ text: String = "", seconds: Double = 0, _ fault: FeedFault? = nil) {
      writer.write(kind, as: 1)
      writer.write(text, as: 2)
      writer.write(seconds, as: 3)
      if let fault { writer.write(fault, as: 4) }
    }
    switch self {
    case .connecting(let address): write(.connecting, address)
    case .awaitingPublisher(let address): write(.awaitingPublisher, address)
    case .receiving(let address): write(.receiving, address)
    case .publisherLeft(let address): write(.publisherLeft, address)
    case .silent(let address, let seconds): write(.silent, address, seconds: seconds)
    case .failed(let fault, let detail): write(.failed, detail, fault)
    case .givenUp(let fault, let detail): write(.givenUp, detail, fault)
    case .recordingOver: write(.recordingOver)
    case .stopped: write(.stopped)
    case .noSpeech(let seconds): write(.noSpeech, seconds: seconds)
    case .noProductNamed(let seconds): write(.noProductNamed, seconds: seconds)
    case .unknownProducts(let orders): write(.unknownProducts, seconds: Double(orders))
    case .heardAgain: write(.heardAgain)
    }
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var (kind, fault, text, seconds) = (Kind?.none, FeedFault?.none, "", 0.0)
    while let field = try reader.next() {
      switch field.number {
      case 1: kind = try field.choice("reason of a feed")
      case 2: text = try field.text()
      case 3: seconds = try field.double()
      case 4: fault = try field.choice("fault of a feed")
      default: break
      }
    }
    switch kind {
    case .connecting: self = .connecting(address: text)
    case .awaitingPublisher: self = .awaitingPublisher(address: text)
    case .receiving: self = .receiving(address: text)
    case .publisherLeft: self = .publisherLeft(address: text)
    case .silent: self = .silent(address: text, seconds: seconds)
    case .failed: self = .failed(fault ?? .other, detail: text)
    case .givenUp: self = .givenUp(fault, detail: text)
    case .recordingOver: self = .recordingOver
    case .stopped: self = .stopped
    case .noSpeech: self = .noSpeech(seconds: seconds)
    case .noProductNamed: self = .noProductNamed(seconds: seconds)
    case .unknownProducts: self = .unknownProducts(orders: Int(exactly: seconds.rounded()) ?? 0)
    case .heardAgain: self = .heardAgain
    case nil: throw .missing("reason of a feed")
    }
  }
}
