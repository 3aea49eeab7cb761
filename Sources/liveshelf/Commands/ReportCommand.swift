import ArgumentParser
import Foundation
import LiveshelfCore
import Shows

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make the page of a past show anew from its folder.",
    discussion: "The page is one file without any need of a network. Parts whose files are absent are left out.")

  @Argument(help: ArgumentHelp("The folder that batch or attach wrote.", valueName: "folder"), completion: .directory)
  var folder: String

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Folders of earlier shows, with which the products are compared.", valueName: "folder"),
    completion: .directory)
  var earlier: [String] = []

  @Option(
    name: .customLong("out"),
    help: ArgumentHelp(
      "The page's file (default: report.html in the folder; - for standard output).", valueName: "file"))
  var output: String?

  func run() async throws {
    let show = try ShowFolder(reading: folder)
    for problem in show.problems { Console.error("liveshelf: note: \(problem)") }
    let page = try ReportPage.html(from: show, earlier: earlier.map { EarlierShow(try ShowFolder(reading: $0)) })
    if output == "-" {
      Console.line(page)
      return
    }
    let file = URL(filePath: output ?? URL(filePath: folder).appending(path: "report.html").path)
    do {
      try Data(page.utf8).write(to: file, options: .atomic)
    } catch {
      throw ReportError.file(path: file.path, reason: FileTrouble.reason(error))
    }
    Console.error("liveshelf: wrote \(file.path)")
  }
}
