import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

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
    }
  }
}

@Suite struct MediaReaderTests {
  @Test func sampleBroadcastIsReadWhole() throws {
    let reading = try Reading(MediaSource(TestData.sample.appending(path: "broadcast.flv").path))
    #expect(reading.isContiguous)
    #expect(abs(reading.seconds - 213.6) < 0.3)
    #expect(reading.format?.codec == "aac")
    #expect(reading.discontinuities.isEmpty)
  }

  @Test func missingFileIsNotFound() {
    #expect(throws: MediaError.notFound(address: "/no/such/file.flv")) {
      _ = try MediaReader(MediaSource("/no/such/file.flv"))
    }
  }

  @Test(.enabled(if: TestData.large != nil, "needs the larger test data"))
  func oddFLVFilesAreHeard() throws {
    let folder = try #require(TestData.large).appending(path: "flv")
    let paths = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    for case let file as URL in paths where file.pathExtension == "flv" {
      do {
        let reading = try Reading(MediaSource(file.path))
        #expect(reading.isContiguous, "\(file.lastPathComponent)")
        print(
          file.lastPathComponent, reading.seconds, reading.format as Any, reading.discontinuities.prefix(4),
          reading.cues.count)
      } catch let error as MediaError {
        print(file.lastPathComponent, error)
      }
    }
  }
}
