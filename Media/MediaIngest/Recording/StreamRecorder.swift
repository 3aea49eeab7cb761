import Foundation
import LiveshelfCore

/// Writes an FLV stream to disk as it came, in files that can each be read by themselves and stay readable after a kill.
/// Owned by the thread that reads.
///
/// Each file begins at a key frame (or anywhere in a stream without pictures) with the metadata and the codecs' set-up
/// that hold there. `recording.jsonl` tells for each file which stream time its time stamps mean.
final class StreamRecorder {
  private let settings: RecordingSettings
  private var file: AppendingFile?
  private var index: AppendingFile
  private var number: Int
  private var segmentStart: Int64 = 0
  private var isIndexed = true
  private var metadata: [UInt8]?
  private var videoSetup: [UInt8]?
  private var audioSetup: [UInt8]?
  private var hasVideo = false
  /// Why recording has stopped; nil while it goes on.
  private(set) var failure: MediaError?

  static let indexName = "recording.jsonl"

  init(_ settings: RecordingSettings) throws(MediaError) {
    self.settings = settings
    do {
      try FileManager.default.createDirectory(atPath: settings.folder, withIntermediateDirectories: true)
      let names = try FileManager.default.contentsOfDirectory(atPath: settings.folder)
      number = names.compactMap(Self.number(of:)).max() ?? 0
    } catch {
      throw .writeFailed(address: settings.folder, detail: FileTrouble.reason(error))
    }
    index = try AppendingFile(settings.folder + "/" + Self.indexName)
  }

  /// Writes a tag. `milliseconds`: its time stamp with wraps undone.
  func write(_ kind: FLVTag.Kind, milliseconds: Int64, _ payload: UnsafeRawBufferPointer) {
    guard failure == nil else { return }
    do throws(MediaError) {
      let isSetup = remember(kind, payload)
      let isEntry = kind == .video ? Self.isKeyFrame(payload) && !isSetup : kind == .audio && !hasVideo && !isSetup
      let isDue = abs(milliseconds - segmentStart) >= Int64(min(max(settings.segmentSeconds, 1), 86_400) * 1000)
      if isEntry, file == nil || isDue { try begin(at: milliseconds) }
      try file?.append(Self.tag(kind, milliseconds, payload))
    } catch {
      stop(error)
    }
  }

  /// Ends the current file: another connection may have other time stamps and codecs.
  func endSegment() {
    guard failure == nil else { return }
    do throws(MediaError) {
      try file?.flush()
      try index.flush()
    } catch {
      stop(error)
    }
    file = nil
    (metadata, videoSetup, audioSetup, hasVideo) = (nil, nil, nil, false)
  }

  /// Notes what a time stamp of the current file means.
  func note(milliseconds: Int64, is streamTime: StreamTime) {
    guard !isIndexed, failure == nil, milliseconds >= segmentStart else { return }
    isIndexed = true
    let entry = RecordingIndex.Entry(
      file: Self.name(number), sourceMilliseconds: milliseconds, streamSeconds: streamTime.seconds)
    do throws(MediaError) {
      try index.append(Array((entry.line + "\n").utf8))
      try index.flush()
    } catch {
      stop(error)
    }
  }

  private func stop(_ error: MediaError) {
    failure = error
    file = nil
  }

  /// Keeps what later files must begin with. True for a codec's set-up.
  private func remember(_ kind: FLVTag.Kind, _ payload: UnsafeRawBufferPointer) -> Bool {
    switch kind {
    case .script:
      if metadata == nil, payload.count <= 65_536 { metadata = Array(payload) }
      return false
    case .video:
      hasVideo = true
      guard Self.isVideoSetup(payload) else { return false }
      videoSetup = Array(payload.prefix(65_536))
      return true
    case .audio:
      guard let tag = FLVAudioTag(payload), tag.parts.contains(where: { $0.content == .setup }) else { return false }
      audioSetup = Array(payload.prefix(65_536))
      return true
    }
  }

  private func begin(at milliseconds: Int64) throws(MediaError) {
    try file?.flush()
    number += 1
    segmentStart = milliseconds
    isIndexed = false
    var next = try AppendingFile(settings.folder + "/" + Self.name(number))
    try next.append([0x46, 0x4C, 0x56, 1, hasVideo ? 5 : 4, 0, 0, 0, 9, 0, 0, 0, 0])
    for (kind, setup) in [(FLVTag.Kind.script, metadata), (.video, videoSetup), (.audio, audioSetup)] {
      guard let setup else { continue }
      try next.append(setup.withUnsafeBytes { Self.tag(kind, milliseconds, $0) })
    }
    file = consume next
  }

  private static func tag(_ kind: FLVTag.Kind, _ milliseconds: Int64, _ payload: UnsafeRawBufferPointer) -> [UInt8] {
    let (size, time) = (UInt32(clamping: payload.count), UInt32(truncatingIfNeeded: milliseconds))
    var bytes: [UInt8] = [kind.rawValue]
    bytes.reserveCapacity(payload.count + 15)
    for value in [size, time] { bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
    bytes += [UInt8(time >> 24), 0, 0, 0]
    bytes += payload
    bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: (size + 11) >> $0) }
    return bytes
  }

  private static func isKeyFrame(_ payload: UnsafeRawBufferPointer) -> Bool {
    payload.first.map { $0 >> 4 & 7 == 1 } ?? false
  }

  private static func isVideoSetup(_ payload: UnsafeRawBufferPointer) -> Bool {
    guard payload.count > 1 else { return false }
    if payload[0] & 0x80 != 0 { return payload[0] & 0x0F == 0 }
    return [7, 12].contains(payload[0] & 0x0F) && payload[1] == 0
  }

  private static func name(_ number: Int) -> String {
    let digits = String(number)
    return "recording-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".flv"
  }

  private static func number(of name: String) -> Int? {
    guard name.hasPrefix("recording-"), name.hasSuffix(".flv") else { return nil }
    return Int(name.dropFirst(10).dropLast(4))
  }
}
