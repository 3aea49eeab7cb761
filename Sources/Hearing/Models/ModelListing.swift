public import Foundation
internal import SpeechRecognition

/// What each model of the manifest gives and costs, and whether it is there.
public struct ModelListing: Sendable {
  private struct Manifest: Codable {
    var models: [Entry]
    var recognizers: [Download]
  }
  /// A model that the operator may download.
  struct Download: Codable, Sendable {
    var name: String
    var kind: String
    var licence: String
    var languages: String
    var source: String
    var what: String
  }
  struct Entry: Codable, Sendable {
    var name: String
    var kind: String
    var licence: String
    var languages: String
    var memory_megabytes: Int
    var files: [String]
    var made_from: [String]
    var what: String
    var installed: Bool?
    var disk_bytes: Int?
  }

  let entries: [Entry]
  let downloads: [Download]
  /// Models of sherpa-onnx inside the models' folder.
  let adopted: [RecognizerFolder]
  let folder: URL?

  /// Reads the manifest of the checkout and looks into the models' folder.
  public static func read(_ given: URL?) throws(HearingError) -> ModelListing {
    guard let checkout = Checkout.folders.first else {
      throw .modelsNotBuilt(reason: "the program is not in a checkout of the project, which has Models/manifest.json")
    }
    let path = checkout.appending(path: "Models/manifest.json")
    var entries: [Entry]
    let downloads: [Download]
    do {
      let manifest = try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: path))
      (entries, downloads) = (manifest.models, manifest.recognizers)
    } catch {
      throw .modelsBroken(path: path.path, reason: "the manifest cannot be read: \(error)")
    }
    let folder = given.map { ModelFolder($0) } ?? (try? ModelFolder.locate())
    let record = try folder?.record() ?? []
    for index in entries.indices {
      let files = entries[index].files.compactMap { name in record.first { $0.path == "\(entries[index].name)/\(name)" }
      }
      entries[index].installed = files.count == entries[index].files.count
      entries[index].disk_bytes = files.reduce(0) { $0 + $1.bytes }
    }
    let names = folder.flatMap { try? FileManager.default.contentsOfDirectory(atPath: $0.url.path) } ?? []
    var adopted: [RecognizerFolder] = []
    for name in names.sorted() {
      guard let place = folder?.url.appending(path: name), RecognizerFolder.isOne(place) else { continue }
      adopted.append(try RecognizerFolder(place))
    }
    return ModelListing(entries: entries, downloads: downloads, adopted: adopted, folder: folder?.url)
  }

  public func table() -> String {
    var lines = [folder.map { "models in \($0.path)" } ?? "no models installed: run 'liveshelf models fetch'"]
    for entry in entries {
      let megabytes = (entry.disk_bytes ?? 0) / 1_000_000
      lines.append("")
      lines.append("\(entry.name)  (\(entry.kind))  \(entry.installed == true ? "installed" : "not installed")")
      lines.append("  \(entry.what)")
      lines.append("  languages: \(entry.languages); licence: \(entry.licence)")
      lines.append(
        "  disk: \(megabytes) MB; memory: about \(entry.memory_megabytes) MB; from \(entry.made_from.joined(separator: ", "))"
      )
    }
    for model in adopted {
      lines.append("")
      lines.append("\(model.manifest.name)  (\(model.manifest.kind.rawValue))  adopted in \(model.url.path)")
      lines.append(
        "  languages: \(model.manifest.languages.joined(separator: ", ")); licence: \(model.manifest.licence); "
          + "memory: about \(model.manifest.memoryMegabytes) MB; from \(model.manifest.source)")
      lines.append("  use it with LIVESHELF_RECOGNIZER=\(model.url.lastPathComponent)")
    }
    lines.append("")
    lines.append("other recognisers, which you may download and adopt ('liveshelf models adopt FOLDER --kind KIND'):")
    for model in downloads {
      lines.append("")
      lines.append("\(model.name)  (\(model.kind))")
      lines.append("  \(model.what)")
      lines.append("  languages: \(model.languages); licence: \(model.licence); from \(model.source)")
    }
    return lines.joined(separator: "\n")
  }

  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(entries), as: UTF8.self)
  }
}
