internal import Foundation

/// Inputs that a parser must come through: the files of `Corpus/NAME` beside a test, and mutations of them with a fixed seed.
///
/// What a fuzzer or a user finds becomes a file. `LIVESHELF_FUZZ=1000000` sets the number of mutations, which are then measured
/// (`FuzzMeter`), and `LIVESHELF_FUZZ_SEED` draws others; `Scripts/fuzz.py` does both for all parsers.
public struct Corpus: Sendable {
  public struct Missing: Error {
    public var folder: String
  }

  /// The files' contents, by name.
  public let seeds: [(name: String, bytes: [UInt8])]

  private let name: String
  private static let usualCount = 4000
  private static let count = number("LIVESHELF_FUZZ") ?? usualCount
  private static let seed = UInt64(number("LIVESHELF_FUZZ_SEED") ?? 20_260_410)
  /// Mutations stop after this time, so that a slow machine does not wait; no result depends on it.
  private static let patience = Duration.seconds(5)

  /// - Throws: `Missing` when the folder has no files.
  public init(_ name: String, beside test: String = #filePath) throws {
    self.name = name
    let folder = URL(filePath: test).deletingLastPathComponent().appending(path: "Corpus/\(name)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
    guard !names.isEmpty else { throw Missing(folder: folder.path) }
    seeds = try names.map { ($0, Array(try Data(contentsOf: folder.appending(path: $0)))) }
  }

  /// Gives each file as it is, then mutations of the files and of `samples`, which `wrap` puts into what is tried.
  public func replay(
    with samples: [[UInt8]] = [], wrap: ([UInt8]) -> [UInt8] = { $0 }, _ check: ([UInt8]) throws -> Void
  ) throws {
    let inputs = seeds.map(\.bytes) + samples
    for input in inputs { try check(wrap(input)) }
    var generator = Mutator(seed: Self.seed)
    if Self.count > Self.usualCount {
      let meter = try FuzzMeter(name)
      for index in 0..<Self.count {
        try meter.measure(wrap(generator.mutation(of: inputs[index % inputs.count])), check)
      }
      return try meter.end()
    }
    let deadline = ContinuousClock.now + Self.patience
    for index in 0..<Self.count {
      if index % 64 == 0, ContinuousClock.now > deadline { return }
      try check(wrap(generator.mutation(of: inputs[index % inputs.count])))
    }
  }

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }
}

/// Changes bytes at random, always in the same way for one seed.
public struct Mutator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  /// One to six bytes or pieces changed, doubled or left out.
  public mutating func mutation(of seed: [UInt8]) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...6, using: &self) {
      guard !bytes.isEmpty else { return [UInt8.random(in: 0...255, using: &self)] }
      let index = Int.random(in: 0..<bytes.count, using: &self)
      switch Int.random(in: 0..<6, using: &self) {
      case 0: bytes[index] = UInt8.random(in: 0...255, using: &self)
      case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 2: bytes[index] = [0, 255, 127, 128].randomElement(using: &self) ?? 0
      case 3: bytes.remove(at: index)
      case 4:
        let end = Int.random(in: index..<min(bytes.count, index + 32), using: &self)
        bytes.insert(contentsOf: bytes[index...end], at: index)
      default: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &self))
      }
    }
    return bytes
  }
}
