/// Prints signals on standard output, one CloudEvent a line.
public actor StandardOutputSink: Sink {
  public nonisolated let name: String
  public nonisolated let batchSize = 64
  public nonisolated let retry = RetrySchedule.local
  private let executor: QueueExecutor
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  public init(name: String = "stdout") {
    self.name = name
    executor = QueueExecutor(label: "liveshelf.sink.\(name)")
  }

  public func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    try LineWriter.write(LineWriter.lines(entries), to: 1, name: "standard output")
  }

  public func close() async {}
}
