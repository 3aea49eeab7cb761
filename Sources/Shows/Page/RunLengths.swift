/// A column of numbers as JSON: `[7, null, [0, 120], 3]` is 7, nothing, 120 zeros and 3.
struct RunLengths: Encodable {
  let values: [Double?]

  /// - Parameter places: decimals that are kept.
  init(_ values: [Double?], places: Int = 0) {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    self.values = values.map { $0.map { ($0 * scale).rounded() / scale } }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    var rest = values[...]
    while let value = rest.first {
      let run = rest.prefix { $0 == value }
      rest = rest.dropFirst(run.count)
      if run.count < 4 {
        for _ in run { try container.encode(value) }
      } else {
        var pair = container.nestedUnkeyedContainer()
        try pair.encode(value)
        try pair.encode(run.count)
      }
    }
  }
}
