public import Foundation

/// What each model of the manifest gives and costs, and whether it is there.
public struct ModelListing: Sendable {
  private struct Manifest: Codable {
    var models: [Entry]
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
  let folder: URL?

  /// Reads the manifest of the checkout and looks into the models' folder.
  public static func read(_ given: URL?) throws(RunnerError) -> ModelListing {
    guard let checkout = Checkout.folders.first else {
      throw .modelsNotBuilt(reason: "the program is not in a checkout of the project, which has Models/manifest.json")
    }
    let path = checkout.appending(path: "Models/manifest.json")
    var entries: [Entry]
    do {
      entries = try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: path)).models
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
    return ModelListing(entries: entries, folder: folder?.url)
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
    return lines.joined(separator: "\n")
  }

  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(entries), as: UTF8.self)
  }
}
