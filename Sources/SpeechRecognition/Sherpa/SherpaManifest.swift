public import Foundation

/// Describes a model that sherpa-onnx runs: `recognizer.json` in the model's folder.
///
///     {"format": 1, "name": "sense-voice-small", "kind": "sense-voice", "licence": "…", "source": "https://…",
///      "languages": ["zh", "en"], "memory_megabytes": 400,
///      "files": {"model": {"path": "model.int8.onnx", "sha256": "…"}, "tokens": {"path": "tokens.txt", "sha256": "…"}}}
public struct SherpaManifest: Sendable, Codable, Hashable {
  /// What sort of model it is. The first three read whole stretches of speech, the others the stream as it comes.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    case senseVoice = "sense-voice"
    case paraformer
    case zipformerTransducer = "zipformer-transducer"
    case streamingZipformer = "streaming-zipformer"
    case streamingParaformer = "streaming-paraformer"

    public var isStreaming: Bool { self == .streamingZipformer || self == .streamingParaformer }

    /// Only transducers lean towards the catalog's names.
    public var takesHotwords: Bool { self == .zipformerTransducer || self == .streamingZipformer }

    /// The parts that such a model has.
    public var roles: [String] {
      switch self {
      case .senseVoice, .paraformer: ["model", "tokens"]
      case .zipformerTransducer, .streamingZipformer: ["encoder", "decoder", "joiner", "tokens"]
      case .streamingParaformer: ["encoder", "decoder", "tokens"]
      }
    }
  }

  public struct File: Sendable, Codable, Hashable {
    /// Below the model's folder.
    public var path: String
    /// In hexadecimal, small letters.
    public var sha256: String

    public init(path: String, sha256: String) {
      self.path = path
      self.sha256 = sha256
    }
  }

  public var format: Int
  public var name: String
  public var kind: Kind
  public var licence: String
  /// Where the model can be had.
  public var source: String
  public var languages: [String]
  public var memoryMegabytes: Int
  /// How the tokens are cut, for hotwords: `cjkchar`, `bpe` or `cjkchar+bpe`; nil: the model takes none.
  public var modelingUnit: String?
  /// By the part that each plays. `bpe_vocab` may be among them beside the kind's own.
  public var files: [String: File]

  public static let fileName = "recognizer.json"
  private static let longestFile = 1 << 20

  enum CodingKeys: String, CodingKey {
    case format, name, kind, licence, source, languages, files
    case memoryMegabytes = "memory_megabytes"
    case modelingUnit = "modeling_unit"
  }

  public init(
    name: String, kind: Kind, licence: String, source: String, languages: [String], memoryMegabytes: Int,
    modelingUnit: String?, files: [String: File]
  ) {
    format = 1
    self.name = name
    self.kind = kind
    self.licence = licence
    self.source = source
    self.languages = languages
    self.memoryMegabytes = memoryMegabytes
    self.modelingUnit = modelingUnit
    self.files = files
  }

  /// Reads and checks the description; the files themselves are not read.
  ///
  /// - Throws: `.missingFile`, `.unusableFile` with the field.
  public static func read(from folder: URL) throws(SpeechError) -> SherpaManifest {
    let file = folder.appending(path: fileName)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw .missingFile(path: file.path, remedy: "write it with 'liveshelf models adopt FOLDER --kind KIND'")
    }
    let manifest: SherpaManifest
    do {
      let data = try Data(contentsOf: file)
      guard data.count <= longestFile else {
        throw SpeechError.unusableFile(path: file.path, reason: "it is longer than a megabyte")
      }
      manifest = try JSONDecoder().decode(SherpaManifest.self, from: data)
    } catch let error as SpeechError {
      throw error
    } catch {
      throw .unusableFile(path: file.path, reason: "\(error)")
    }
    if let reason = manifest.inconsistency { throw .unusableFile(path: file.path, reason: reason) }
    return manifest
  }

  /// What is wrong with the description, nil when nothing is.
  private var inconsistency: String? {
    if format != 1 { return "format \(format) is not known: this program reads format 1" }
    if let missing = kind.roles.first(where: { files[$0] == nil }) {
      return "files has no \(missing), which a model of the kind \(kind.rawValue) needs"
    }
    for (role, file) in files.sorted(by: { $0.key < $1.key }) {
      if file.path.isEmpty || file.path.hasPrefix("/") || file.path.split(separator: "/").contains("..") {
        return "files.\(role).path lies outside the model's folder"
      }
      if file.sha256.count != 64 || !file.sha256.allSatisfy({ "0123456789abcdef".contains($0) }) {
        return "files.\(role).sha256 is no checksum: 64 hexadecimal digits in small letters"
      }
    }
    if let modelingUnit, !["cjkchar", "bpe", "cjkchar+bpe"].contains(modelingUnit) {
      return "modeling_unit is \(modelingUnit): take cjkchar, bpe or cjkchar+bpe"
    }
    if modelingUnit?.contains("bpe") == true, files["bpe_vocab"] == nil {
      return "files has no bpe_vocab, which the modeling_unit needs"
    }
    return nil
  }
}
