import Foundation

do {
  let arguments = CommandLine.arguments.dropFirst().map { String($0) }
  guard arguments.count == 3, ["replay", "forecast"].contains(arguments[0]) else { throw BenchmarkError.usage }
  let show = try Show(URL(filePath: arguments[1]))
  let out = URL(filePath: arguments[2])
  try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
  try ForecastRun.run(show, into: out)
} catch {
  FileHandle.standardError.write(Data("\(error)\n".utf8))
  exit(1)
}
