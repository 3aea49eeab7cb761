internal import Crypto
public import Foundation

/// The folder in which the set-up puts the models (`Models/build.py`), with the record of what it made.
public struct ModelFolder: Sendable {
  public let url: URL

  /// One file of the record.
  public struct File: Hashable, Sendable {
    /// The path below the folder, such as `whisper-base/tokens.txt`.
    public let path: String
    public let bytes: Int
    /// In hexadecimal.
    public let sha256: String
  }

  /// How a file compares with the record.
  public enum Finding: Hashable, Sendable {
    case whole(File)
    case missing(File)
    case changed(File)
  }

  public init(_ url: URL) {
    self.url = url
  }

  public var whisper: URL { url.appending(path: "whisper-base") }
  public var voiceActivity: URL { url.appending(path: "silero-vad/silero_vad.onnx") }
  public var runtime: URL { url.appending(path: "runtime/libonnxruntime.so") }

  /// The folder that holds the models: the given one, else `LIVESHELF_MODELS`, else `Models/built` of the checkout that
  /// the program was built in or runs in, else `~/.local/share/liveshelf/models`.
  ///
  /// - Throws: `RunnerError.modelsMissing` when none of them has a record.
  public static func locate(_ given: URL? = nil) throws(RunnerError) -> ModelFolder {
    let environment = ProcessInfo.processInfo.environment["LIVESHELF_MODELS"].map { URL(filePath: $0) }
    var candidates = [URL]()
    if let named = given ?? environment {
      candidates = [named]
    } else {
      candidates = Checkout.folders.map { $0.appending(path: "Models/built") }
      candidates.append(URL.homeDirectory.appending(path: ".local/share/liveshelf/models"))
    }
    for candidate in candidates
    where FileManager.default.fileExists(atPath: candidate.appending(path: "checksums.json").path) {
      return ModelFolder(candidate)
    }
    throw .modelsMissing(searched: candidates.map(\.path))
  }

  /// The files that the set-up made, by path.
  public func record() throws(RunnerError) -> [File] {
    struct Record: Decodable {
      struct Entry: Decodable {
        let sha256: String
        let bytes: Int
      }
      let files: [String: Entry]
    }
    let path = url.appending(path: "checksums.json")
    do {
      let record = try JSONDecoder().decode(Record.self, from: Data(contentsOf: path))
      return record.files.map { File(path: $0.key, bytes: $0.value.bytes, sha256: $0.value.sha256) }
        .sorted { $0.path < $1.path }
    } catch {
      throw .modelsBroken(path: path.path, reason: "its record cannot be read")
    }
  }

  /// Compares sizes and checksums; reads every file (100 MB, under a second).
  public func verify() throws(RunnerError) -> [Finding] {
    try record().map { file in
      guard let digest = Self.sha256(of: url.appending(path: file.path)) else { return .missing(file) }
      return digest == file.sha256 ? .whole(file) : .changed(file)
    }
  }

  /// Compares only sizes: quick enough for every start.
  public func checkSizes() throws(RunnerError) {
    for file in try record() {
      let path = url.appending(path: file.path)
      let size = (try? FileManager.default.attributesOfItem(atPath: path.path)[.size] as? Int) ?? nil
      guard let size else { throw .modelsBroken(path: path.path, reason: "the file is missing") }
      guard size == file.bytes else {
        throw .modelsBroken(path: path.path, reason: "it has \(size) bytes instead of \(file.bytes)")
      }
    }
  }

  /// Nil when the file cannot be read.
  private static func sha256(of file: URL) -> String? {
    guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
    var hash = SHA256()
    while let chunk = try? handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
    return hash.finalize().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
