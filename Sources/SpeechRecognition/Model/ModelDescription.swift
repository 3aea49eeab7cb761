internal import Foundation

/// `model.json` of a converted Whisper model: the numbers that its decoding loop needs.
struct ModelDescription: Sendable, Decodable {
  struct SpecialTokens: Sendable, Decodable {
    var endOfText: Int
    var startOfTranscript: Int
    /// Before text that went before, or that is to be expected.
    var startOfPrevious: Int
    var transcribe: Int
    var noTimestamps: Int
    var noSpeech: Int
  }

  /// The version of the file's layout; this program reads 2.
  var format: Int
  var name: String
  var melBins: Int
  var layers: Int
  /// Width of the decoder's hidden state.
  var state: Int
  var vocabulary: Int
  /// Tokens that the decoder can hold.
  var textContext: Int
  /// Encoder frames (20 ms) that the encoder can hold.
  var audioContext: Int
  var alignmentHeads: Int
  var tokens: SpecialTokens
  /// Language code to token.
  var languages: [String: Int]
  /// Tokens that are no speech, and never decoded.
  var suppressed: [Int]
  /// Tokens that cannot be first.
  var suppressedAtStart: [Int]

  /// - Throws: `.missingFile`, `.unusableFile`.
  static func read(from file: URL) throws(SpeechError) -> ModelDescription {
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw .missingFile(path: file.path, remedy: "run the set-up that builds the models")
    }
    let description: ModelDescription
    do {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      description = try decoder.decode(ModelDescription.self, from: Data(contentsOf: file))
    } catch {
      throw .unusableFile(path: file.path, reason: "\(error)")
    }
    if let reason = description.inconsistency {
      throw .unusableFile(path: file.path, reason: reason)
    }
    return description
  }

  /// What is impossible about the numbers, nil when nothing is.
  private var inconsistency: String? {
    if format != 2 {
      return
        "its format is \(format) and this program reads format 2: run 'liveshelf models fetch', which builds it anew"
    }
    for (name, value, range) in [
      ("mel_bins", melBins, 1...512), ("layers", layers, 1...64), ("state", state, 64...4096),
      ("vocabulary", vocabulary, 1000...1_000_000), ("text_context", textContext, 16...65_536),
      ("audio_context", audioContext, 100...65_536), ("alignment_heads", alignmentHeads, 1...1024),
    ] where !range.contains(value) {
      return "\(name) is \(value), outside \(range.lowerBound)…\(range.upperBound)"
    }
    let special = [
      tokens.endOfText, tokens.startOfTranscript, tokens.startOfPrevious, tokens.transcribe, tokens.noTimestamps,
      tokens.noSpeech,
    ]
    let all = special + languages.values.sorted() + suppressed + suppressedAtStart
    if let token = all.first(where: { !(0..<vocabulary).contains($0) }) {
      return "token \(token) lies outside the vocabulary of \(vocabulary)"
    }
    return languages.isEmpty ? "no languages" : nil
  }
}
