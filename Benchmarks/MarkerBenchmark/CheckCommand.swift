import ArgumentParser
import AudioMarkers
import Foundation

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Prints which sounds of a folder make unreliable markers.")

  @Argument(help: "Folder of sounds.")
  var markers: String

  func run() throws {
    for finding in try MarkerCheck.findings(for: AudioFile.references(in: URL(filePath: markers))) {
      print(finding.isSevere ? "severe:" : "doubtful:", finding)
    }
  }
}
