internal import Foundation
internal import LiveshelfCore

/// The folder of a show's results, which is taken back when nothing came of it.
struct OutputFolder: Sendable {
  let url: URL
  /// The folders that were made for it, the innermost first.
  private let made: [URL]

  /// Makes the folder when it is absent.
  init(_ url: URL) throws(ReportError) {
    var missing: [URL] = []
    var place = url.standardizedFileURL
    while !FileManager.default.fileExists(atPath: place.path), place.pathComponents.count > 1 {
      missing.append(place)
      place = place.deletingLastPathComponent()
    }
    try ShowRecorder.prepare(url)
    self.url = url
    made = missing
  }

  /// Removes the folders that were made for it and hold nothing.
  func takeBack() {
    for folder in made { guard rmdir(folder.path) == 0 else { return } }
  }
}
