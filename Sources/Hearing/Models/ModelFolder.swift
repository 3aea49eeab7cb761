internal import Concurrency
public import Foundation
public import SpeechRecognition

/// The folder in which the set-up puts the models (`Models/build.py`), with the record of what it made.
public struct ModelFolder: Sendable {
  public let url: URL
  /// A model of sherpa-onnx that takes the default recogniser's place.
  public var recognizer: URL?

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
  /// A folder with a `recognizer.json` may be named too: its model is then used with the libraries of the ordinary
  /// folder. `LIVESHELF_RECOGNIZER` names such a folder as well, or one inside the models' folder.
  ///
  /// - Throws: `HearingError.modelsMissing` when no place has a record; `.recognizer`.
  public static func locate(_ given: URL? = nil) throws(HearingError) -> ModelFolder {
    let environment = ProcessInfo.processInfo.environment
    let named = given ?? environment["LIVESHELF_MODELS"].map { URL(filePath: $0) }
    if let named, RecognizerFolder.isOne(named) {
      var folder = try built(among: usualPlaces)
      folder.recognizer = named
      return folder
    }
    var folder = try built(among: named.map { [$0] } ?? usualPlaces)
    if let name = environment["LIVESHELF_RECOGNIZER"], !name.isEmpty {
      let places = [folder.url.appending(path: name), URL(filePath: name)]
      guard let place = places.first(where: RecognizerFolder.isOne) else {
        throw .recognizer(
          path: name,
          reason: "LIVESHELF_RECOGNIZER names no folder with a \(SherpaManifest.fileName), neither "
            + places.map(\.path).joined(separator: " nor "))
      }
      folder.recognizer = place
    }
    return folder
  }

  private static var usualPlaces: [URL] {
    Checkout.folders.map { $0.appending(path: "Models/built") }
      + [URL.homeDirectory.appending(path: ".local/share/liveshelf/models")]
  }

  private static func built(among places: [URL]) throws(HearingError) -> ModelFolder {
    for place in places
    where FileManager.default.fileExists(atPath: place.appending(path: "checksums.json").path) {
      return ModelFolder(place)
    }
    throw .modelsMissing(searched: places.map(\.path))
  }

  /// Loads what hears: the chosen recogniser, or the default one. Slow: not for an event loop.
  ///
  /// - Parameter threads: processor threads for each inference, at least 1.
  /// - Throws: `HearingError.modelsBroken`, `.recognizer`.
  public func load(threads: Int) throws(HearingError) -> any RecognizerSource {
    if let recognizer { return try RecognizerFolder(recognizer).load(built: url, threads: threads) }
    do {
      return try SpeechModel.load(built: url, threads: threads)
    } catch {
      throw .modelsBroken(path: url.path, reason: "\(error)")
    }
  }

  /// The same on a thread of its own, which gives way to what else the machine has to do.
  public func loadInBackground(threads: Int) async throws -> any RecognizerSource {
    try await WorkerThread.run("speech model", priority: .background) { try load(threads: threads) }
  }

  /// The files that the set-up made, by path.
  public func record() throws(HearingError) -> [File] {
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
  public func verify() throws(HearingError) -> [Finding] {
    try record().map { file in
      guard let digest = Checksum.sha256(of: url.appending(path: file.path)) else { return .missing(file) }
      return digest == file.sha256 ? .whole(file) : .changed(file)
    }
  }

  /// Compares only sizes: quick enough for every start.
  public func checkSizes() throws(HearingError) {
    for file in try record() {
      let path = url.appending(path: file.path)
      let size = (try? FileManager.default.attributesOfItem(atPath: path.path)[.size] as? Int) ?? nil
      guard let size else { throw .modelsBroken(path: path.path, reason: "the file is missing") }
      guard size == file.bytes else {
        throw .modelsBroken(path: path.path, reason: "it has \(size) bytes instead of \(file.bytes)")
      }
    }
  }
}
