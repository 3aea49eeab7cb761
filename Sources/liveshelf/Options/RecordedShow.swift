import ArgumentParser
import Foundation
import LiveshelfCore
import Shows

/// A show in a folder: its recordings and what belongs to it, by the files' names.
struct RecordedShow: Sendable {
  private static let kinds: Set<String> = [
    "flv", "mp4", "m4a", "mov", "mkv", "webm", "ts", "m2ts", "mp3", "aac", "wav", "flac", "ogg", "opus",
  ]

  let name: String
  private let folder: URL
  private let common: URL
  private let output: URL
  /// In the order of their names.
  let recordings: [URL]
  /// Of all recordings.
  let bytes: Int

  /// The folders that hold a recording, by name.
  static func all(in folder: URL, output: URL) throws -> [RecordedShow] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      throw ValidationError("'\(folder.path)' is no folder that can be read")
    }
    return names.sorted().filter { !$0.hasPrefix(".") }.compactMap { name in
      RecordedShow(name, in: folder, output: output.appending(path: name))
    }
  }

  /// Nil: it holds no recording.
  private init?(_ name: String, in common: URL, output: URL) {
    (self.name, self.common, self.output) = (name, common, output)
    folder = common.appending(path: name)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let folder = folder
    recordings = files.filter { Self.kinds.contains($0.split(separator: ".").last.map { $0.lowercased() } ?? "") }
      .sorted { $0.compare($1, options: .numeric) == .orderedAscending }.map { folder.appending(path: $0) }
    guard !recordings.isEmpty else { return nil }
    bytes = recordings.reduce(0) { sum, file in
      let facts = try? FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)
      return sum + (facts?[.size] as? Int ?? 0)
    }
  }

  /// Its results are complete. The page is written last.
  var isDone: Bool {
    guard FileManager.default.fileExists(atPath: output.appending(path: ShowFile.report.rawValue).path),
      let data = FileManager.default.contents(atPath: output.appending(path: ShowFile.description.rawValue).path),
      let show = try? JSONDecoder().decode(ShowDescription.self, from: data)
    else { return false }
    return !show.isCutShort
  }

  /// - Throws: `ValidationError` when the catalog is missing or start.txt holds no time.
  func settings(models: URL?) throws -> ShowSettings {
    guard let catalog = file(["catalog.csv", "catalog.jsonl", "catalog.xlsx"]) ?? file(["catalog.csv"], in: common)
    else {
      throw ValidationError("there is no catalog.csv in it, and none above it")
    }
    var settings = ShowSettings(
      room: .main, catalog: catalog, orders: file(["orders.csv", "orders.jsonl", "orders.xlsx"]),
      inventory: file(["inventory.csv", "inventory.xlsx"]),
      transactions: file(["transactions.csv", "transactions.jsonl"]),
      comments: file(["comments.jsonl"]), markers: file(["markers"]) ?? file(["markers"], in: common),
      clicks: file(["clicks.csv", "clicks.jsonl"]), output: output, models: models,
      host: firstLine(of: "host.txt") ?? "")
    if let text = firstLine(of: "start.txt") {
      guard let (time, offset) = WallTime.parse(text) else {
        throw ValidationError("start.txt: '\(text.prefix(40))' is no time such as 2026-04-10T20:00:00+08:00")
      }
      settings.startTime = (time, offset)
    }
    return settings
  }

  private func file(_ names: [String], in place: URL? = nil) -> URL? {
    names.map { (place ?? folder).appending(path: $0).resolvingSymlinksInPath() }.first {
      FileManager.default.fileExists(atPath: $0.path)
    }
  }

  private func firstLine(of name: String) -> String? {
    guard let url = file([name]), let data = FileManager.default.contents(atPath: url.path) else { return nil }
    let line = String(decoding: data.prefix(400), as: UTF8.self).split(whereSeparator: \.isNewline).first
    return line.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
