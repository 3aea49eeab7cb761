internal import Crypto
public import Foundation
internal import LiveshelfCore
internal import SpeechRecognition

/// A folder with a model of sherpa-onnx that the operator downloaded, described by its `recognizer.json`.
public struct RecognizerFolder: Sendable {
  public let url: URL
  let manifest: SherpaManifest
  /// What it is called, and where it came from.
  public var name: String { manifest.name }
  public var source: String { manifest.source }
  /// The files and their checksums, in the order of their parts' names.
  public var checksums: [(path: String, sha256: String)] {
    manifest.files.sorted { $0.key < $1.key }.map { ($0.value.path, $0.value.sha256) }
  }

  /// How a file compares with the description.
  public enum Finding: Hashable, Sendable {
    case whole(path: String)
    case missing(path: String)
    case changed(path: String, found: String)
  }

  /// - Throws: `HearingError.recognizer`.
  public init(_ url: URL) throws(HearingError) {
    self.url = url
    do {
      manifest = try SherpaManifest.read(from: url)
    } catch {
      throw .recognizer(path: url.path, reason: "\(error)")
    }
  }

  /// Whether a folder says that it holds such a model.
  public static func isOne(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.appending(path: SherpaManifest.fileName).path)
  }

  /// Compares all files with their checksums, in the order of their parts' names.
  public func verify() -> [Finding] {
    manifest.files.sorted { $0.key < $1.key }.map { _, file in
      guard let found = Checksum.sha256(of: url.appending(path: file.path)) else { return .missing(path: file.path) }
      return found == file.sha256 ? .whole(path: file.path) : .changed(path: file.path, found: found)
    }
  }

  /// Loads the model after all its files have proved whole: sherpa-onnx ends the process on files that it cannot use.
  ///
  /// - Parameter built: the folder of the set-up, with the library and the voice activity model.
  /// - Throws: `HearingError.recognizer`.
  func load(built: URL, threads: Int) throws(HearingError) -> SherpaModel {
    for finding in verify() {
      switch finding {
      case .whole: continue
      case .missing(let path):
        throw .recognizer(path: url.path, reason: "\(path) is missing: download it again from \(manifest.source)")
      case .changed(let path, let found):
        throw .recognizer(
          path: url.path,
          reason: "\(path) has the checksum \(found) and not the one in \(SherpaManifest.fileName): download it again "
            + "from \(manifest.source), or, when the new file is meant, run 'liveshelf models adopt' again")
      }
    }
    do {
      return try SherpaModel.load(directory: url, built: built, threads: threads)
    } catch {
      throw .recognizer(path: url.path, reason: "\(error)")
    }
  }

  /// Describes a downloaded folder: finds its files by their usual names, and records their checksums as they are.
  ///
  /// - Throws: `HearingError.recognizer` when a part is missing or two files could be it.
  public static func adopt(
    _ url: URL, kindName: String, name: String?, licence: String, source: String, languages: [String]
  ) throws(HearingError) -> RecognizerFolder {
    guard let kind = SherpaManifest.Kind(rawValue: kindName) else {
      let known = SherpaManifest.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw .recognizer(path: url.path, reason: "the kind '\(kindName)' is not known: take from \(known)")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    } catch {
      throw .recognizer(path: url.path, reason: "the folder cannot be read: \(FileTrouble.reason(error))")
    }
    var files: [String: SherpaManifest.File] = [:]
    var bytes = 0
    for role in kind.roles {
      let path = try file(for: role, among: names, in: url)
      guard let digest = Checksum.sha256(of: url.appending(path: path)) else {
        throw .recognizer(path: url.path, reason: "\(path) cannot be read")
      }
      files[role] = SherpaManifest.File(path: path, sha256: digest)
      let attributes = try? FileManager.default.attributesOfItem(atPath: url.appending(path: path).path)
      bytes += (attributes?[.size] as? Int) ?? 0
    }
    var unit: String?
    if kind.takesHotwords {
      unit = "cjkchar"
      if names.contains("bpe.vocab"), let digest = Checksum.sha256(of: url.appending(path: "bpe.vocab")) {
        files["bpe_vocab"] = SherpaManifest.File(path: "bpe.vocab", sha256: digest)
        unit = "cjkchar+bpe"
      }
    }
    let manifest = SherpaManifest(
      name: name ?? url.lastPathComponent, kind: kind, licence: licence, source: source, languages: languages,
      memoryMegabytes: 60 + bytes * 3 / 2_000_000, modelingUnit: unit, files: files)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try encoder.encode(manifest).write(to: url.appending(path: SherpaManifest.fileName), options: .atomic)
    } catch {
      throw .recognizer(path: url.path, reason: "\(SherpaManifest.fileName) cannot be written: \(error)")
    }
    return try RecognizerFolder(url)
  }

  /// The file that plays a part: its name holds the part's; of several, the 8-bit one.
  private static func file(for role: String, among names: [String], in url: URL) throws(HearingError) -> String {
    let ending = role == "tokens" ? ".txt" : ".onnx"
    let candidates = names.filter { $0.hasSuffix(ending) && $0.contains(role) }
    let small = candidates.filter { $0.contains("int8") }
    if let only = small.count == 1 ? small[0] : candidates.count == 1 ? candidates[0] : nil { return only }
    throw .recognizer(
      path: url.path,
      reason: candidates.isEmpty
        ? "there is no file for the part \(role): one that has '\(role)' in its name and ends in \(ending)"
        : "several files could be the part \(role): \(candidates.joined(separator: ", ")); leave one in the folder")
  }
}

/// SHA-256 of files.
enum Checksum {
  /// In hexadecimal; nil when the file cannot be read.
  static func sha256(of file: URL) -> String? {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    var hash = SHA256()
    while let chunk = try? handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
    return hash.finalize().hexText
  }
}
