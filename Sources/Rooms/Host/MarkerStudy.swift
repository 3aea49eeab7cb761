internal import AudioMarkers
internal import Concurrency
public import Foundation
internal import LiveshelfCore
internal import MediaIngest
internal import Synchronization

/// A recording that is listened through for stingers: sounds that it plays again and again.
///
/// It works on a thread of its own that lets everything else go first, and keeps the clearest playing of each sound. Methods
/// may be called from any thread.
public final class MarkerStudy: Sendable {
  /// A sound that may be a stinger.
  public struct Sound: Sendable {
    /// When it is played, in seconds of the recording.
    public var times: [Double]
    /// The length of `audio` in seconds.
    public var seconds: Double
    /// Its clearest playing, as Ogg Opus.
    public var audio: [UInt8]
  }

  public enum State: Sendable {
    /// How much of the recording was listened through, 0…1.
    case listening(share: Double)
    /// The most distinct first.
    case done([Sound])
    case failed(String)
  }

  /// Sounds that are kept at most.
  public static let mostSounds = 24
  private static let bitRate = 64_000

  private let progress = Mutex(State.listening(share: 0))
  private let interrupt = MediaInterrupt()

  /// Begins to listen.
  ///
  /// - Parameter recording: a file of its own, which is removed when it was listened through.
  public init(of recording: URL) {
    WorkerThread("marker-study", priority: .background) { self.work(recording) }
  }

  public var state: State { progress.withLock { $0 } }

  /// Ends it; the recording is removed soon after.
  public func cancel() { interrupt.cancel() }

  private func work(_ recording: URL) {
    defer { try? FileManager.default.removeItem(at: recording) }
    let end: State
    do {
      guard try !Self.namesOtherFiles(recording) else {
        throw RoomHostError.badRequest(
          field: "body",
          reason: "it is a text, such as a playlist: send the recording itself, such as an .flv, .mp4 or .ts file")
      }
      end = .done(try listen(to: recording))
    } catch {
      end = .failed("\(error)".replacing(recording.path, with: "the recording"))
    }
    progress.withLock { $0 = end }
  }

  /// How much of a recording is looked at for that, in bytes.
  private static let headLength = 4096

  /// Whether it is a text, or holds a description of a session: playlists, manifests and these name files and addresses, which a
  /// decoder would open. Recordings are neither.
  private static func namesOtherFiles(_ recording: URL) throws -> Bool {
    let file = try FileHandle(forReadingFrom: recording)
    defer { try? file.close() }
    let head = try file.read(upToCount: headLength) ?? Data()
    let isText = head.allSatisfy { $0 >= 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    return isText || ["<MPD", "c=IN IP", "#EXTM3U"].contains { head.range(of: Data($0.utf8)) != nil }
  }

  private func listen(to recording: URL) throws -> [Sound] {
    var learner = try MarkerLearner()
    let reader = try MediaReader(MediaSource(recording.path), interrupt: interrupt)
    while let event = try reader.next() {
      guard case .audio(let block) = event else { continue }
      learner.consume(block)
      let share = reader.readShare ?? 0
      progress.withLock { $0 = .listening(share: share) }
    }
    return try learner.finish().prefix(Self.mostSounds).map { try cut($0, from: recording) }
  }

  private func cut(_ sound: LearnedMarker, from recording: URL) throws -> Sound {
    let (start, end) = (sound.clearest.start, sound.clearest.end)
    let file = recording.deletingLastPathComponent().appending(path: "\(UUID().uuidString).opus")
    defer { try? FileManager.default.removeItem(at: file) }
    try EvidenceClip(recording: recording.path, start: start, end: end)
      .cutAudio(to: file.path, bitRate: Self.bitRate, interrupt: interrupt)
    return Sound(
      times: sound.occurrences.map(\.start.seconds), seconds: end - start, audio: Array(try Data(contentsOf: file)))
  }
}
