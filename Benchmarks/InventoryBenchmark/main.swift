import Foundation
import InventoryEngine
import Shows

do {
  let arguments = CommandLine.arguments.dropFirst().map { String($0) }
  if arguments.first == "throughput", let count = arguments.dropFirst().first.flatMap({ Int($0) }), count > 200 {
    ThroughputRun.run(orders: count)
    exit(0)
  }
  guard arguments.count >= 3 else { throw BenchmarkError.usage }
  let show = try Show(URL(filePath: arguments[1]))
  let out = URL(filePath: arguments[2])
  try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
  switch arguments[0] {
  case "replay":
    try ReplayRun.run(
      show, into: out, planned: arguments.contains("--planned-end"), deaf: arguments.contains("--no-presentations"))
  case "forecast":
    // Folders of earlier shows follow.
    let earlier = arguments.firstIndex(of: "--learn-from").map { Array(arguments[($0 + 1)...]) } ?? []
    try ForecastRun.run(
      show, into: out, priors: CategoryLessons(try earlier.map { try ShowFolder(reading: $0) }).priors)
  default: throw BenchmarkError.usage
  }
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
