import ArgumentParser
import Foundation
import Rooms
import Storage

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the files of a show that a server has kept, as 'batch' writes them.",
    discussion: """
      Example:
        liveshelf export --data liveshelf-data --room main --out out/show
      """)

  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("The show (default: the newest).", valueName: "name"))
  var show: String?

  @Option(
    name: .customLong("out"), help: ArgumentHelp("The folder for the files; made when absent.", valueName: "folder"),
    completion: .directory)
  var output: String

  func run() async throws {
    let store = try data.store()
    let record = try store.show(named: show)
    let progress = WorkProgress("exporting")
    let files = try await ShowExport(store: store, show: record.id).write(to: URL(filePath: output)) {
      progress.note($0)
    }
    progress.end()
    Console.line("show \(record.id) of room \(store.room): \(files.count) files in '\(output)'")
  }
}
