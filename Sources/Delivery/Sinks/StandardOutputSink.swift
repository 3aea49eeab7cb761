/// Prints signals on standard output, one CloudEvent a line.
public actor StandardOutputSink: Sink {
  public nonisolated let name: String
  public nonisolated let batchSize = 64
  public nonisolated let retry = RetrySchedule.local
  private let descriptor: Int32
  private let executor: QueueExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// - Parameter descriptor: 1 is standard output; it stays open.
  public init(name: String = "stdout", descriptor: Int32 = 1) {
    self.name = name
    self.descriptor = descriptor
    executor = QueueExecutor(label: "liveshelf.sink.\(name)")
  }

  public func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    try LineWriter.write(LineWriter.lines(entries), to: descriptor, name: "standard output")
  }

  public func close() async {}
}
