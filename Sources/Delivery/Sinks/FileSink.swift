internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#endif

/// Appends signals to a JSON Lines file, one CloudEvent a line. What is delivered is on the disk.
///
/// When somebody moves or deletes the file, the next batch goes to a new one of that name. A batch that cannot be
/// written whole (a full disk) is taken back, so that no half line stays; half a line that a crash left behind is cut
/// off when the file is opened.
public actor FileSink: Sink {
  public nonisolated let name: String
  public nonisolated let batchSize = 256
  public nonisolated let retry = RetrySchedule.local
  private let path: String
  private let rotation: FileRotation?
  private let executor: QueueExecutor
  private var file: LineFile?
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// - Parameter rotation: nil lets the file grow for ever.
  public init(name: String = "file", path: String, rotation: FileRotation? = nil) {
    self.name = name
    self.path = path
    self.rotation = rotation
    executor = QueueExecutor(label: "liveshelf.sink.\(name)")
  }

  public func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    let bytes = LineWriter.lines(entries)
    do {
      try currentFile(for: bytes.count).append(bytes)
    } catch {
      file = nil
      throw error
    }
  }

  public func close() async { file = nil }

  private func currentFile(for count: Int) throws(DeliveryError) -> LineFile {
    if let file, file.isStillThere() {
      guard let rotation, file.size > 0, file.size + count > rotation.bytes else { return file }
      try setAside(keeping: max(1, rotation.keep))
    }
    let opened = try LineFile(appendingTo: path)
    file = opened
    return opened
  }

  private func setAside(keeping keep: Int) throws(DeliveryError) {
    for index in stride(from: keep, to: 0, by: -1) {
      let older = index == 1 ? path : "\(path).\(index - 1)"
      if rename(older, "\(path).\(index)") != 0, errno != ENOENT {
        throw .file(path: older, reason: "cannot be set aside: \(String(cString: strerror(errno)))")
      }
    }
  }
}
