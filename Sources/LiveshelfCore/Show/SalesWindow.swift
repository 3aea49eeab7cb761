/// Which orders count for a show: those from its first second until five minutes after its last, for viewers buy late. The end
/// is a multiple of ten seconds, so that the bins of the timeline hold the same orders.
public struct SalesWindow: Hashable, Sendable {
  /// Seconds after the end of the show.
  public static let aftermath = 300.0
  private static let step = 10.0
  /// Shows of more than a year are taken for one.
  private static let longest = 31_536_000.0

  /// The first moment that counts no more.
  public let end: StreamTime

  /// - Parameter length: of the show, in seconds; below zero and not finite count as zero.
  public init(length: Double) {
    let length = length.isFinite ? Swift.min(Swift.max(0, length), Self.longest) : 0
    end = StreamTime(seconds: ((length + Self.aftermath) / Self.step).rounded(.up) * Self.step)
  }

  /// - Parameter time: an order's true time on the stream's clock.
  public func contains(_ time: StreamTime) -> Bool { time >= .zero && time < end }
}
