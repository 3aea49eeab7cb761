import Foundation
public import LiveshelfCore

/// A piece of a recording, cut out as evidence of what was said.
public struct EvidenceClip: Sendable {
  /// A recording, or a folder that `RecordingSettings` filled.
  public var recording: String
  public var start: StreamTime
  public var end: StreamTime
  /// Parts of the recording with a name, such as presentations: the clip gets a chapter for what it has of each.
  public var chapters: [Chapter] = []

  /// A part of the recording with a name.
  public struct Chapter: Hashable, Sendable {
    public var start: StreamTime
    public var end: StreamTime
    public var title: String

    public init(start: StreamTime, end: StreamTime, title: String) {
      (self.start, self.end, self.title) = (start, end, title)
    }
  }

  private static let mostChapters = 1000
  private static let longest = 6 * 3600.0

  public init(recording: String, start: StreamTime, end: StreamTime) {
    self.recording = recording
    self.start = start
    self.end = end
  }

  /// Writes pictures and sound as they are, from the key frame at or before the start. The name of `output` tells the
  /// container (`.mp4`, `.mkv`, `.flv`, `.ts` …). Synchronous.
  public func cut(
    to output: String, interrupt: MediaInterrupt = MediaInterrupt(), progress: (Double) -> Void = { _ in }
  ) throws(MediaError) {
    try check()
    let readGuard = ReadGuard(interrupt)
    readGuard.begin(timeout: nil)
    var writer: RemuxOutput?
    /// The stream time of the first packet, which becomes the clip's zero.
    var clipStart: Int64?
    for piece in try pieces(readGuard) {
      let input = try RemuxInput(MediaSource(piece.path), readGuard: readGuard)
      let shift = piece.shift ?? -input.startTime
      let from = start.microseconds - shift
      if from > input.startTime { try input.seek(to: Double(from - input.startTime) / 1_000_000) }
      let format = RemuxInput.formatName(extension: URL(filePath: output).pathExtension)
      while let packet = try input.next() {
        guard let time = packet.presentationTime else { continue }
        if time >= end.microseconds - shift { break }
        progress(Double(time &+ shift &- start.microseconds) / Double(max(1, end.microseconds &- start.microseconds)))
        let base = clipStart ?? (packet.decodingTime ?? time) + shift
        clipStart = base
        if writer == nil { writer = try begin(output, format: format, input, base, readGuard) }
        try writer?.write(packet, shift: shift - base)
      }
    }
    guard let writer else {
      throw .invalidRequest("\(recording) has nothing between \(start) and \(end)")
    }
    try writer.finish()
  }

  private func begin(
    _ output: String, format: String, _ input: RemuxInput, _ base: Int64, _ readGuard: ReadGuard
  ) throws(MediaError) -> RemuxOutput {
    let chapters = chapters.filter { $0.start < end && $0.end > start }.sorted { $0.start < $1.start }
      .prefix(Self.mostChapters).map { chapter in
        RemuxOutput.Chapter(
          start: max(0, chapter.start.microseconds - base), end: min(chapter.end, end).microseconds - base,
          title: chapter.title)
      }
    return try RemuxOutput(
      output, format: nil, streams: input.streams(for: format), source: input.source,
      chapters: chapters.filter { $0.start < $0.end }, readGuard: readGuard)
  }

  /// Writes the sound alone, as Opus, exactly from start to end. The name of `output` should end in `.opus`, `.ogg`,
  /// `.mka` or `.webm`. Synchronous.
  public func cutAudio(
    to output: String, bitRate: Int = 32_000, interrupt: MediaInterrupt = MediaInterrupt()
  ) throws(MediaError) {
    try check()
    let readGuard = ReadGuard(interrupt)
    let encoder = try OpusFile(output, bitRate: bitRate, readGuard: readGuard)
    let (first, last) = (sample(start), sample(end))
    for piece in try pieces(readGuard) {
      let reader = try MediaReader(
        MediaSource(piece.path), settings: MediaSettings(), readGuard: readGuard, resuming: nil)
      var base: Int64?
      while let event = try reader.next() {
        guard case .audio(let block) = event else { continue }
        let origin = base ?? piece.shift.map { sample(StreamTime(microseconds: reader.sourceOrigin + $0)) } ?? 0
        base = origin
        let position = origin + block.firstSample
        if position >= last { break }
        let lower = Int(clamping: max(first - position, 0))
        let upper = Int(clamping: min(Int64(block.samples.count), last - position))
        if lower < upper { try encoder.append(block.samples[lower..<upper]) }
      }
    }
    guard try encoder.finish() > 0 else {
      throw .invalidRequest("\(recording) has no sound between \(start) and \(end)")
    }
  }

  private func sample(_ time: StreamTime) -> Int64 {
    Int64((time.seconds * Double(AudioFormat.sampleRate)).rounded())
  }

  private func check() throws(MediaError) {
    guard start >= .zero, start < end, end - start <= Self.longest else {
      throw .invalidRequest("A clip must start at 0 or later and last up to six hours: \(start)…\(end)")
    }
  }

  /// The files that may hold something of the clip, with stream time minus their time stamps in microseconds; nil when
  /// the file's first time stamp is stream time zero.
  private func pieces(_ readGuard: ReadGuard) throws(MediaError) -> [(path: String, shift: Int64?)] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: recording, isDirectory: &isFolder), isFolder.boolValue else {
      return [(recording, nil)]
    }
    let entries = try RecordingIndex(folder: recording).entries.sorted { $0.streamSeconds < $1.streamSeconds }
    return entries.indices.compactMap { index in
      let next = index + 1 < entries.count ? entries[index + 1].streamSeconds : .infinity
      // The note of a file may stand a little after its first picture.
      guard entries[index].streamSeconds - 2 < end.seconds, next > start.seconds else { return nil }
      let shift =
        StreamTime(seconds: entries[index].streamSeconds).microseconds - entries[index].sourceMilliseconds * 1000
      return (recording + "/" + entries[index].file, shift)
    }
  }
}
