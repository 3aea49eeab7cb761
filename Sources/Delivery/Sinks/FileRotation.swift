/// When a file of signals is set aside: `signals.jsonl` becomes `signals.jsonl.1`, that one `signals.jsonl.2`, …
public struct FileRotation: Hashable, Sendable {
  /// A file is set aside before it grows beyond so many bytes.
  public var bytes: Int
  /// So many old files are kept, the oldest are deleted; at least 1.
  public var keep: Int

  public init(bytes: Int = 100_000_000, keep: Int = 10) {
    self.bytes = bytes
    self.keep = keep
  }
}
