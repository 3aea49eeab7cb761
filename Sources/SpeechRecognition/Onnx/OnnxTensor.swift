internal import COnnxRuntime

/// A tensor: the owner of one `OrtValue`, and of its memory when it was made here.
///
/// A class, because key and value caches are shared by several hypotheses and kept for rescoring.
final class OnnxTensor: @unchecked Sendable {
  // Unchecked: nothing writes to a tensor after `init`, and reading it is free of side effects.
  let value: OpaquePointer
  let shape: [Int]
  private let data: UnsafeMutableRawPointer
  private let ownsData: Bool
  private let runtime: OnnxRuntime

  /// A tensor of floats. `fill` must write every element.
  init(
    _ runtime: OnnxRuntime, shape: [Int], fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(SpeechError) {
    let count = shape.reduce(1, *)
    // One element at least: the runtime refuses null data even for empty tensors.
    let data = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
    fill(UnsafeMutableBufferPointer(start: data, count: count))
    self.data = UnsafeMutableRawPointer(data)
    self.ownsData = true
    self.shape = shape
    self.runtime = runtime
    self.value = try Self.wrap(runtime, self.data, bytes: count * 4, shape, ORT_TENSOR_FLOAT)
  }

  /// A tensor of 64-bit integers.
  init(_ runtime: OnnxRuntime, shape: [Int], integers: [Int]) throws(SpeechError) {
    let data = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, integers.count))
    for (index, integer) in integers.enumerated() { data[index] = Int64(integer) }
    self.data = UnsafeMutableRawPointer(data)
    self.ownsData = true
    self.shape = shape
    self.runtime = runtime
    self.value = try Self.wrap(runtime, self.data, bytes: integers.count * 8, shape, ORT_TENSOR_INT64)
  }

  /// Takes over a result of the runtime, which must be a tensor of floats.
  init(_ runtime: OnnxRuntime, adopting value: OpaquePointer) throws(SpeechError) {
    do throws(SpeechError) {
      let api = runtime.api
      var info: OpaquePointer?
      try runtime.check(api.GetTensorTypeAndShape(value, &info))
      defer { api.ReleaseTensorTypeAndShapeInfo(info) }
      var (type, rank) = (Int32(0), 0)
      try runtime.check(api.GetTensorElementType(info, &type))
      try runtime.check(api.GetDimensionsCount(info, &rank))
      guard type == Int32(ORT_TENSOR_FLOAT) else {
        throw .inference(reason: "the model gives elements of type \(type) where floats belong")
      }
      var dimensions = [Int64](repeating: 0, count: rank)
      try runtime.check(api.GetDimensions(info, &dimensions, rank))
      var data: UnsafeMutableRawPointer?
      try runtime.check(api.GetTensorMutableData(value, &data))
      guard let data else { throw .inference(reason: "the model gives a tensor without data") }
      self.value = value
      self.data = data
      self.ownsData = false
      self.shape = dimensions.map { Int($0) }
      self.runtime = runtime
    } catch {
      runtime.api.ReleaseValue(value)
      throw error
    }
  }

  deinit {
    runtime.api.ReleaseValue(value)
    if ownsData { data.deallocate() }
  }

  /// The elements of a tensor of floats, in row-major order.
  func withFloats<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    let count = shape.reduce(1, *)
    return body(UnsafeBufferPointer(start: data.assumingMemoryBound(to: Float.self), count: count))
  }

  private static func wrap(
    _ runtime: OnnxRuntime, _ data: UnsafeMutableRawPointer, bytes: Int, _ shape: [Int], _ type: Int
  ) throws(SpeechError) -> OpaquePointer {
    var value: OpaquePointer?
    let status = runtime.api.CreateTensorWithDataAsOrtValue(
      runtime.memory, data, bytes, shape.map { Int64($0) }, shape.count, Int32(type), &value)
    if let reason = runtime.api.failure(status) {
      data.deallocate()
      throw .inference(reason: reason)
    }
    guard let value else {
      data.deallocate()
      throw .inference(reason: "the runtime made no tensor")
    }
    return value
  }
}
