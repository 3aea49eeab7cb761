internal import Foundation

/// The byte strings behind a model's text tokens (byte-level byte-pair encoding).
struct Vocabulary: Sendable {
  /// By token; special tokens have no bytes and are not in the list.
  private let bytesOfToken: [[UInt8]]
  private let tokenOfBytes: [[UInt8]: Int]

  /// Reads `tokens.txt`: a line for each token, its bytes in Base64 and its number, in ascending order.
  ///
  /// - Throws: `.missingFile`, `.unusableFile` with the line.
  init(file: URL, limit: Int) throws(SpeechError) {
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw .missingFile(path: file.path, remedy: "run the set-up that builds the models")
    }
    let text: Data
    do {
      text = try Data(contentsOf: file)
    } catch {
      throw .unusableFile(path: file.path, reason: "\(error)")
    }
    var tokens: [[UInt8]] = []
    var numbers: [[UInt8]: Int] = [:]
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard fields.count == 2, let bytes = Data(base64Encoded: fields[0]),
        Int(String(decoding: fields[1], as: UTF8.self)) == tokens.count, tokens.count < limit
      else {
        throw .unusableFile(path: file.path, reason: "line \(tokens.count + 1) is not \"BASE64 \(tokens.count)\"")
      }
      if !bytes.isEmpty { numbers[Array(bytes)] = tokens.count }
      tokens.append(Array(bytes))
    }
    guard tokens.count >= 256 else {
      throw .unusableFile(path: file.path, reason: "only \(tokens.count) tokens: the file is cut off")
    }
    bytesOfToken = tokens
    tokenOfBytes = numbers
  }

  /// The bytes of a token; empty for special tokens.
  func bytes(of token: Int) -> [UInt8] {
    bytesOfToken.indices.contains(token) ? bytesOfToken[token] : []
  }

  /// Text as tokens, by merging the pair with the lowest number first (tokens are numbered in the order of merges).
  ///
  /// Letters, digits and other signs are encoded apart, each run with at most one space before it, as the model was
  /// trained (the pattern of GPT-2's tokenizer without its English contractions).
  func encode(_ text: String) -> [Int] {
    var tokens: [Int] = []
    var run: [UInt8] = []
    var kind: RunKind = .space
    for scalar in text.unicodeScalars {
      let next = RunKind(scalar)
      let joins = run.isEmpty || next == kind || (kind == .space && run == [0x20])
      if !joins {
        tokens += merge(run)
        run = []
      }
      kind = next
      run += Array(String(scalar).utf8)
    }
    return tokens + merge(run)
  }

  private enum RunKind {
    case letter, number, space, other

    init(_ scalar: Unicode.Scalar) {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
      case .decimalNumber, .letterNumber, .otherNumber: self = .number
      case .spaceSeparator, .control, .lineSeparator, .paragraphSeparator: self = .space
      default: self = .other
      }
    }
  }

  private func merge(_ bytes: [UInt8]) -> [Int] {
    var parts = bytes.map { [$0] }
    while parts.count > 1 {
      var best: (index: Int, token: Int)?
      for index in 0..<(parts.count - 1) {
        if let token = tokenOfBytes[parts[index] + parts[index + 1]], token < best?.token ?? .max {
          best = (index, token)
        }
      }
      guard let best else { break }
      parts[best.index] += parts[best.index + 1]
      parts.remove(at: best.index + 1)
    }
    return parts.compactMap { tokenOfBytes[$0] }
  }
}
