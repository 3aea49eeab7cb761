// Settings files name only what differs from the defaults: keys that they leave out keep their default values, and values
// out of range are refused with the key's path.

extension KeyedDecodingContainer {
  /// Reads a value when it is there.
  func take<Value: Decodable>(_ key: Key, into value: inout Value) throws {
    if let given = try decodeIfPresent(Value.self, forKey: key) { value = given }
  }

  /// Reads a number when it is there.
  ///
  /// - Throws: `DecodingError.dataCorrupted` when it is out of range or no number.
  func take<Value: Decodable & Comparable>(_ key: Key, _ range: ClosedRange<Value>, into value: inout Value) throws {
    guard let given = try decodeIfPresent(Value.self, forKey: key) else { return }
    guard range.contains(given) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self,
        debugDescription: "\(key.stringValue) is \(given); it must lie in \(range.lowerBound)…\(range.upperBound)")
    }
    value = given
  }

  /// Reads a number that may be absent, or null.
  func take<Value: Decodable & Comparable>(_ key: Key, _ range: ClosedRange<Value>, into value: inout Value?) throws {
    var given = range.lowerBound
    guard contains(key), try !decodeNil(forKey: key) else { return }
    try take(key, range, into: &given)
    value = given
  }
}
