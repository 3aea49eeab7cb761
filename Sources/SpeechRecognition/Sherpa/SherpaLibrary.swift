internal import CSherpaOnnx
internal import Glibc

/// The opened sherpa-onnx library. It stays open until the process ends.
final class SherpaLibrary: @unchecked Sendable {
  // Unchecked: the pointers are set once, and the library's functions may be called from any thread as long as one
  // stream is used by one thread at a time, which its owners see to.
  let functions: SherpaFunctions
  let version: String

  /// - Parameter path: libsherpa-onnx-c-api.so; libonnxruntime.so of the same package must lie beside it.
  /// - Throws: `.missingFile`, `.unusableFile`.
  init(path: String) throws(SpeechError) {
    guard access(path, R_OK) == 0 else {
      throw .missingFile(path: path, remedy: "run 'liveshelf models fetch', which unpacks it")
    }
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .unusableFile(path: path, reason: dlerror().map { String(cString: $0) } ?? "the library cannot be opened")
    }
    var functions = SherpaFunctions()
    if let missing = liveshelf_sherpa_functions(library, &functions) {
      throw .unusableFile(path: path, reason: "the function \(String(cString: missing)) is missing in it")
    }
    version = functions.GetVersionStr().map { String(cString: $0) } ?? ""
    guard version.hasPrefix(LIVESHELF_SHERPA_VERSION) else {
      throw .unusableFile(
        path: path,
        reason: "it is sherpa-onnx \(version), and its configuration is laid out as \(LIVESHELF_SHERPA_VERSION)x only")
    }
    self.functions = functions
  }
}
