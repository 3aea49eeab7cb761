import LiveshelfCore
import MediaIngest

/// Everything that a source yields, and whether its audio is without gap and overlap.
struct Reading {
  var samples = 0
  var isContiguous = true
  var discontinuities: [Discontinuity] = []
  var cues: [CuePoint] = []
  var anchors: [WallClockAnchor] = []
  var format: AudioTrackFormat?
  var metadata: [String: String] = [:]
  var pcm: [Float] = []
  var notices: [MediaNotice] = []

  var seconds: Double { Double(samples) / Double(AudioFormat.sampleRate) }
  var lostSeconds: Double { discontinuities.reduce(0) { $0 + $1.lostSeconds } }

  init() {}

  init(_ source: MediaSource, settings: MediaSettings = MediaSettings(), keepingSamples: Bool = false) throws {
    let reader = try MediaReader(source, settings: settings)
    while let event = try reader.next() { add(event, keepingSamples: keepingSamples) }
  }

  mutating func add(_ event: MediaEvent, keepingSamples: Bool = false) {
    switch event {
    case .audio(let block):
      if block.firstSample != Int64(samples) { isContiguous = false }
      samples += block.samples.count
      if keepingSamples { pcm += block.samples }
    case .discontinuity(let discontinuity): discontinuities.append(discontinuity)
    case .cue(let cue): cues.append(cue)
    case .anchor(let anchor): anchors.append(anchor)
    case .format(let format): self.format = format
    case .metadata(let entries): metadata.merge(entries) { $1 }
    case .notice(let notice): notices.append(notice)
    case .failure: break
    }
  }
}
