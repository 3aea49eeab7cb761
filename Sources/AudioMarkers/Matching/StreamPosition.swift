internal import LiveshelfCore

/// Guards the arithmetic on sample numbers.
enum StreamPosition {
  /// True if sums and differences of a block's sample numbers cannot overflow.
  static func isPlausible(_ block: AudioBlock) -> Bool { block.firstSample.magnitude < 1 << 60 }
}
