internal import Foundation

/// Watches a long run of mutations (`LIVESHELF_FUZZ` above the usual count): an input that takes more than a second of the processor, or
/// a process that takes more than 512 MB, is a failure. Shorter runs are not measured, because tests say nothing about speed.
///
/// The input that is being tried stands in `.build/fuzz/NAME.input`, so that one that ends the process is known afterwards; the one
/// that took longest in `.build/fuzz/NAME.slowest`. `.build/fuzz/report.tsv` gets a line for each run: name, inputs, seconds of
/// the slowest, megabytes at most.
final class FuzzMeter {
  /// Seconds of the processor that an input may take.
  static let patience = 1.0
  /// Bytes that the process may take at most.
  static let memory = 512 << 20

  struct TooMuch: Error, CustomStringConvertible {
    var description: String
  }

  private let name: String
  private let folder: URL
  private let file: FileHandle
  private var inputs = 0
  private var slowest = 0.0
  private var slowestInput: [UInt8] = []

  init(_ name: String) throws {
    self.name = name
    folder = TestData.checkout.appending(path: ".build/fuzz")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appending(path: "\(name).input")
    try Data().write(to: path)
    file = try FileHandle(forWritingTo: path)
  }

  func measure(_ input: [UInt8], _ check: ([UInt8]) throws -> Void) throws {
    try file.seek(toOffset: 0)
    try file.write(contentsOf: Data(input))
    try file.truncate(atOffset: UInt64(input.count))
    let start = Self.processorSeconds
    try check(input)
    let seconds = Self.processorSeconds - start
    inputs += 1
    if seconds > slowest { (slowest, slowestInput) = (seconds, input) }
  }

  /// Writes the report.
  ///
  /// - Throws: `TooMuch` when the run took more than it may.
  func end() throws {
    try Data(slowestInput).write(to: folder.appending(path: "\(name).slowest"))
    let peak = Self.peakMemory
    let line = "\(name)\t\(inputs)\t\(String(format: "%.3f", slowest))\t\(peak >> 20)\n"
    let report = folder.appending(path: "report.tsv")
    if !FileManager.default.fileExists(atPath: report.path) { try Data().write(to: report) }
    let handle = try FileHandle(forWritingTo: report)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(line.utf8))
    try handle.close()
    try file.close()
    if slowest > Self.patience {
      throw TooMuch(description: "an input took \(slowest) s of the processor: .build/fuzz/\(name).slowest")
    }
    if peak > Self.memory { throw TooMuch(description: "the process took \(peak >> 20) MB") }
  }

  /// The processor's seconds of this thread.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Bytes that the process has taken at most.
  private static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
