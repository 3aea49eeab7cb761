public import Foundation

extension TestData {
  /// The sample's files by name.
  public static func sampleFile(_ name: String) -> URL { sample.appending(path: name) }

  /// Whether the set-up has built the models: without them there is nothing to hear with.
  public static let hasModels = FileManager.default.fileExists(
    atPath: models.appending(path: "checksums.json").path)

  /// The bytes of all files of a folder, by name.
  public static func contents(of folder: URL) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      contents[name] = try Data(contentsOf: folder.appending(path: name))
    }
    return contents
  }

  /// The values of one key, line by line, of a JSON Lines file.
  public static func values<Value>(of key: String, in file: URL, as type: Value.Type = Value.self) throws -> [Value] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      try (JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?[key] as? Value
    }
  }
}
