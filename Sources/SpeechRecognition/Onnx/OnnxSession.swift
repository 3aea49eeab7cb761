internal import COnnxRuntime
internal import Glibc

/// A loaded model. May run on several threads at once (`OrtApi.Run` allows it); each run works on its caller's thread
/// and on the session's own threads when it has more than one.
struct OnnxSession: ~Copyable, @unchecked Sendable {
  // Unchecked: see above; the names are only read.
  private let runtime: OnnxRuntime
  private let session: OpaquePointer
  private let inputNames: CStringList
  private let outputNames: CStringList

  /// - Parameters:
  ///   - inputs: the names of the model's inputs in the order in which `run` takes them.
  ///   - outputs: the names of the outputs in the order in which `run` gives them.
  ///   - threads: on how many threads one run may work, 1 or more.
  /// - Throws: `.missingFile`, `.unusableFile`.
  init(
    _ runtime: OnnxRuntime, model path: String, inputs: [String], outputs: [String], threads: Int
  ) throws(SpeechError) {
    guard access(path, R_OK) == 0 else {
      throw .missingFile(path: path, remedy: "run the set-up that builds the models")
    }
    let api = runtime.api
    var options: OpaquePointer?
    if let reason = api.failure(api.CreateSessionOptions(&options)) {
      throw .unusableFile(path: path, reason: reason)
    }
    defer { api.ReleaseSessionOptions(options) }
    // Lengths differ from run to run, so a remembered memory layout never fits. Spinning threads would take the cores
    // from the other rooms on the machine.
    let settings = [
      api.failure(api.SetSessionLogSeverityLevel(options, Int32(ORT_LOGGING_LEVEL_ERROR))),
      api.failure(api.SetIntraOpNumThreads(options, Int32(clamping: threads))),
      api.failure(api.SetInterOpNumThreads(options, 1)),
      api.failure(api.DisableMemPattern(options)),
      api.failure(api.AddSessionConfigEntry(options, "session.intra_op.allow_spinning", "0")),
    ]
    if let reason = settings.lazy.compactMap({ $0 }).first { throw .unusableFile(path: path, reason: reason) }
    var session: OpaquePointer?
    if let reason = api.failure(api.CreateSession(runtime.environment, path, options, &session)) {
      throw .unusableFile(path: path, reason: reason)
    }
    guard let session else { throw .unusableFile(path: path, reason: "the runtime loaded nothing") }
    self.runtime = runtime
    self.session = session
    inputNames = CStringList(inputs)
    outputNames = CStringList(outputs)
  }

  deinit {
    runtime.api.ReleaseSession(session)
  }

  /// Computes all outputs.
  func run(_ inputs: [OnnxTensor]) throws(SpeechError) -> [OnnxTensor] {
    let values = inputs.map { Optional($0.value) }
    var results = [OpaquePointer?](repeating: nil, count: outputNames.count)
    let status = withExtendedLifetime(inputs) {
      runtime.api.Run(
        session, nil, inputNames.pointers, values, values.count, outputNames.pointers, results.count, &results)
    }
    try runtime.check(status)
    var outputs: [OnnxTensor] = []
    for index in results.indices {
      guard let value = results[index] else { throw .inference(reason: "the model left an output empty") }
      do throws(SpeechError) {
        outputs.append(try OnnxTensor(runtime, adopting: value))
      } catch {
        // The tensor released its own value; the ones after it have no owner yet.
        for rest in results[(index + 1)...] { runtime.api.ReleaseValue(rest) }
        throw error
      }
    }
    return outputs
  }
}

/// Zero-terminated strings with the same addresses for as long as the list lives.
private final class CStringList: Sendable {
  // Never written after `init`.
  nonisolated(unsafe) let pointers: UnsafeMutablePointer<UnsafePointer<CChar>?>
  let count: Int

  init(_ texts: [String]) {
    count = texts.count
    pointers = .allocate(capacity: max(1, texts.count))
    for (index, text) in texts.enumerated() { pointers[index] = UnsafePointer(strdup(text)) }
  }

  deinit {
    for index in 0..<count { free(UnsafeMutablePointer(mutating: pointers[index])) }
    pointers.deallocate()
  }
}
