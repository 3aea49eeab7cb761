import ArgumentParser
import Foundation
import Hearing
import LiveshelfCore
import MediaIngest

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check libraries, models, ports and permissions, and say how to mend them.")

  @Option(help: ArgumentHelp("A port that a publisher shall push to.", valueName: "number"))
  var port: UInt16 = 1935

  @Option(name: .customLong("out"), help: ArgumentHelp("The folder for results to check.", valueName: "folder"))
  var output = "."

  @Option(help: ArgumentHelp("The folder of the speech models.", valueName: "folder"), completion: .directory)
  var models: String?

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    let checks = [libraries()] + modelChecks() + [listening(), writing(), processors()]
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
      Console.line(String(decoding: try encoder.encode(checks), as: UTF8.self))
    } else {
      for check in checks { Console.line(check.text) }
    }
    if checks.contains(where: { $0.state == .broken }) { throw ExitCode(1) }
  }

  private func libraries() -> DoctorCheck {
    let versions = MediaLibraries.versions.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
    if let obstacle = MediaLibraries.obstacle {
      return DoctorCheck("media libraries", .broken, obstacle, remedy: "build again on this machine: make build")
    }
    return DoctorCheck("media libraries", .fine, versions)
  }

  private func modelChecks() -> [DoctorCheck] {
    let remedy = "liveshelf models fetch"
    do {
      let folder = try ModelFolder.locate(models.map { URL(filePath: $0) })
      let broken = try folder.verify().compactMap { finding -> String? in
        switch finding {
        case .whole: nil
        case .missing(let file): "\(file.path) is missing"
        case .changed(let file): "\(file.path) is changed"
        }
      }
      guard broken.isEmpty else {
        return [DoctorCheck("model files", .broken, broken.joined(separator: ", "), remedy: remedy)]
      }
      let files = DoctorCheck(
        "model files", .fine, "\(try folder.record().count) files in \(folder.url.path), checksums right")
      return [files, DoctorCheck("speech runtime", .fine, try folder.tryLoading())]
    } catch {
      return [DoctorCheck("model files", .broken, "\(error)", remedy: remedy)]
    }
  }

  private func listening() -> DoctorCheck {
    FreePort.isFree(port)
      ? DoctorCheck("port \(port)", .fine, "free on this machine, for attach --listen")
      : DoctorCheck(
        "port \(port)", .warning, "another program uses it, or it needs more rights",
        remedy: "choose another port for attach --listen, such as rtmp://127.0.0.1:\(port &+ 1)/live/room")
  }

  private func writing() -> DoctorCheck {
    let folder = URL(filePath: output)
    let probe = folder.appending(path: ".liveshelf-doctor-\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try Data("x".utf8).write(to: probe)
      try FileManager.default.removeItem(at: probe)
    } catch {
      return DoctorCheck(
        "results folder", .broken, "\(folder.path) cannot be written to: \(FileTrouble.reason(error))",
        remedy: "choose another folder with --out, or change its permissions")
    }
    let free = (try? FileManager.default.attributesOfFileSystem(forPath: folder.path)[.systemFreeSize] as? Int) ?? nil
    if let free, free < 500_000_000 {
      return DoctorCheck(
        "results folder", .warning, "\(folder.path) has \(free / 1_000_000) MB left", remedy: "free some space")
    }
    return DoctorCheck("results folder", .fine, "\(folder.path) can be written to")
  }

  private func processors() -> DoctorCheck {
    let count = ProcessInfo.processInfo.activeProcessorCount
    return DoctorCheck("processors", .fine, "\(count); one room with the default model needs a part of one")
  }
}

/// One thing that was checked.
struct DoctorCheck: Encodable {
  enum State: String, Encodable {
    case fine, warning, broken
  }

  let name: String
  let state: State
  let detail: String
  let remedy: String?

  init(_ name: String, _ state: State, _ detail: String, remedy: String? = nil) {
    (self.name, self.state, self.detail, self.remedy) = (name, state, detail, remedy)
  }

  var text: String {
    let mark =
      switch state {
      case .fine: "ok     "
      case .warning: "warning"
      case .broken: "BROKEN "
      }
    return "\(mark) \(DisplayWidth.fitted(name, to: 16)) \(detail)" + (remedy.map { "\n        → \($0)" } ?? "")
  }
}
