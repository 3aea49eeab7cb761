/// A mark that the encoder put into the stream itself, such as FLV's `onCuePoint`.
public struct CuePoint: Hashable, Sendable {
  public var name: String
  public var at: StreamTime
  /// What the encoder said along with it; at most 64 entries of at most 1,024 characters each.
  public var parameters: [String: String]

  public init(name: String, at: StreamTime, parameters: [String: String] = [:]) {
    self.name = name
    self.at = at
    self.parameters = parameters
  }
}
