internal import LiveshelfCore
internal import SpectralAnalysis

/// The sounds to listen for, prepared: landmarks in one inverted index, and a matched filter for each. Immutable; one
/// library can serve any number of detectors.
public struct MarkerLibrary: Sendable {
  /// The most markers of one library.
  public static let limit = 1000

  /// The markers' names, in the order of the references.
  public let names: [String]
  /// Samples of each reference.
  let lengths: [Int]
  let index: LandmarkIndex
  let templates: [MatchedTemplate]
  /// Of each reference: the shifts at which it resembles itself, in samples.
  let shifts: [[Int]]

  /// - Throws: `MarkerError` for too many references, or one that is too short, too long, silent, broken or named
  ///   like another.
  public init(references: [MarkerReference]) throws(MarkerError) {
    guard references.count <= Self.limit else {
      throw .tooManyReferences(count: references.count, limit: Self.limit)
    }
    var seen: Set<String> = []
    var peaks: [[[SpectralPeak]]] = []
    var templates: [MatchedTemplate] = []
    var shifts: [[Int]] = []
    var filter = try MatchedFilter()
    var transform = try Transforms.forward(length: MatchedTemplate.frame)
    for reference in references {
      guard seen.insert(reference.name).inserted else { throw .duplicateName(reference.name) }
      let sound = try Self.normalized(reference)
      let landmarks = try Self.peaks(of: sound)
      guard LandmarkIndex.pairCount(of: landmarks[0]) >= 4 else { throw .nothingToRecognize(name: reference.name) }
      peaks.append(landmarks)
      let template = MatchedTemplate(samples: sound, transform: &transform)
      shifts.append(SelfSimilarity.shifts(of: sound, template: template, filter: &filter))
      templates.append(template)
    }
    names = references.map(\.name)
    lengths = references.map(\.samples.count)
    index = LandmarkIndex(peaks: peaks)
    self.templates = templates
    self.shifts = shifts
  }

  /// Frame f of a reference begins so many samples before sample f × hop.
  static let lead = LandmarkScale.window / 2

  /// Samples scaled to a highest amplitude of 1.
  private static func normalized(_ reference: MarkerReference) throws(MarkerError) -> [Float] {
    guard (MarkerReference.shortest...MarkerReference.longest).contains(reference.duration) else {
      throw .unsupportedDuration(name: reference.name, seconds: reference.duration)
    }
    if let index = reference.samples.firstIndex(where: { !$0.isFinite }) {
      throw .invalidSample(name: reference.name, index: index)
    }
    let highest = reference.samples.reduce(0) { max($0, abs($1)) }
    guard highest > 1e-6 else { throw .nothingToRecognize(name: reference.name) }
    return reference.samples.map { $0 / highest }
  }

  /// Landmarks below which a sound is indexed several times, each with the frames at other places: what little there
  /// is must not depend on where the frames of the stream happen to lie.
  private static let plain = 800
  private static let offsets = [0, 64, 128, 192]

  /// The peaks of a sound, for each way in which it is indexed.
  private static func peaks(of sound: [Float]) throws(MarkerError) -> [[SpectralPeak]] {
    let once = try peaks(of: sound, offset: 0)
    guard LandmarkIndex.pairCount(of: once) < plain else { return [once] }
    var views = [once]
    for offset in offsets.dropFirst() { views.append(try peaks(of: sound, offset: offset)) }
    return views
  }

  private static func peaks(of sound: [Float], offset: Int) throws(MarkerError) -> [SpectralPeak] {
    var picker = try PeakPicker(silence: 0.001)
    var peaks: [SpectralPeak] = []
    picker.consume([Float](repeating: 0, count: lead - offset), into: &peaks)
    picker.consume(sound, into: &peaks)
    let tail = lead + (PeakPicker.lookahead + 1) * LandmarkScale.hop
    picker.consume([Float](repeating: 0, count: tail), into: &peaks)
    return PeakThinning.strongest(of: peaks)
  }
}
