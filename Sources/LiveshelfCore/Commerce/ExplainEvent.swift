/// Somebody, or the platform's product card, says that a product's explanation starts or ends.
public struct ExplainEvent: Hashable, Sendable {
  public var sku: SKU
  /// True when the explanation starts, false when it ends.
  public var starts: Bool
  /// The moment that it is about.
  public var time: WallTime
  /// When our side received it; nil when the source does not tell.
  public var ingestTime: WallTime?
  /// An operator of the room says so: it holds until somebody, or unmistakable evidence, says otherwise.
  public var isOperators: Bool

  public init(
    sku: SKU, starts: Bool, time: WallTime, ingestTime: WallTime? = nil, isOperators: Bool = false
  ) {
    self.sku = sku
    self.starts = starts
    self.time = time
    self.ingestTime = ingestTime
    self.isOperators = isOperators
  }

  /// When it became known to us; never before `time`.
  public var knownAt: WallTime { max(time, ingestTime ?? time) }
}

extension ExplainEvent: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(sku, as: 1)
    writer.write(starts, as: 2)
    writer.write(time, as: 3)
    writer.write(ingestTime, as: 4)
    if isOperators { writer.write(true, as: 5) }
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(sku: "", starts: false, time: WallTime(microseconds: 0))
    while let field = try reader.next() {
      switch field.number {
      case 1: sku = try field.sku()
      case 2: starts = try field.bool()
      case 3: time = try field.wallTime()
      case 4: ingestTime = try field.wallTime()
      case 5: isOperators = try field.bool()
      default: break
      }
    }
  }
}
