internal import COnnxRuntime
internal import Glibc

/// The opened ONNX Runtime library with its environment.
///
/// The library stays open until the process ends: its threads may outlive the last session.
final class OnnxRuntime: @unchecked Sendable {
  // Unchecked: the pointers are set once, and the functions of the table, the environment and the memory description
  // may be used from any thread (documentation of OrtApi).
  let api: OrtApi
  let environment: OpaquePointer
  let memory: OpaquePointer
  let version: String

  /// - Throws: `.missingFile`, `.unusableFile`.
  init(library path: String) throws(SpeechError) {
    guard access(path, R_OK) == 0 else {
      throw .missingFile(path: path, remedy: "run the set-up that fetches the models, or name the library")
    }
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw .unusableFile(path: path, reason: dlerror().map { String(cString: $0) } ?? "the library cannot be opened")
    }
    guard let symbol = dlsym(library, "OrtGetApiBase") else {
      throw .unusableFile(path: path, reason: "it is not ONNX Runtime: the function OrtGetApiBase is missing")
    }
    let base = unsafeBitCast(symbol, to: OrtGetApiBaseFunction.self)()
    guard let base, let versionText = base.pointee.GetVersionString(),
      let table = base.pointee.GetApi(UInt32(LIVESHELF_ORT_API_VERSION))
    else {
      throw .unusableFile(path: path, reason: "it is older than ONNX Runtime 1.\(LIVESHELF_ORT_API_VERSION)")
    }
    api = table.pointee
    version = String(cString: versionText)
    var environment: OpaquePointer?
    if let reason = api.failure(api.CreateEnv(Int32(ORT_LOGGING_LEVEL_ERROR), "liveshelf", &environment)) {
      throw .unusableFile(path: path, reason: reason)
    }
    var memory: OpaquePointer?
    let status = api.CreateCpuMemoryInfo(
      Int32(ORT_ARENA_ALLOCATOR), Int32(ORT_MEMORY_DEFAULT), &memory)
    if let reason = api.failure(status) {
      api.ReleaseEnv(environment)
      throw .unusableFile(path: path, reason: reason)
    }
    guard let environment, let memory else {
      throw .unusableFile(path: path, reason: "it gave no environment")
    }
    self.environment = environment
    self.memory = memory
  }

  deinit {
    api.ReleaseMemoryInfo(memory)
    api.ReleaseEnv(environment)
  }

  /// Throws the message of a failed status.
  func check(_ status: OpaquePointer?) throws(SpeechError) {
    if let reason = api.failure(status) { throw .inference(reason: reason) }
  }
}

extension OrtApi {
  /// Nil for success; otherwise the message. Releases the status.
  func failure(_ status: OpaquePointer?) -> String? {
    guard let status else { return nil }
    defer { ReleaseStatus(status) }
    return GetErrorMessage(status).map { String(cString: $0) } ?? "unknown error"
  }
}
