public import Delivery
public import Foundation
public import LiveshelfCore
public import RoomEngine

/// Writes what a show gives into its folder as it goes: each line is safe when its call returns.
///
/// Use from one thread at a time.
public final class ShowRecorder {
  let folder: URL
  /// What `finish()` found the show to have come to.
  public internal(set) var figures: ShowFigures?
  /// Shows that the page compares this one with.
  public var earlier: [EarlierShow] = []
  /// What the products are called.
  var names: [SKU: String] = [:]
  private let offset: ZoneOffset
  private var joiner = TranscriptJoiner()
  private let transcript: ShowTextFile
  private let subtitles: ShowTextFile
  private let mentions: ShowTextFile
  private let links: ShowTextFile
  private let markers: ShowTextFile?
  private let presentations: ShowTextFile
  private let signals: ShowTextFile
  private let comments: ShowTextFile

  /// Makes a folder for results when it is absent.
  public static func prepare(_ folder: URL) throws(ReportError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .folder(path: folder.path, reason: FileTrouble.reason(error))
    }
    guard FileManager.default.isWritableFile(atPath: folder.path) else {
      throw .folder(path: folder.path, reason: "it may not be written to")
    }
  }

  /// Makes the folder when it is absent, and empties the files of an earlier run in it.
  ///
  /// - Parameters:
  ///   - offset: the offset from UTC in which wall times are written.
  ///   - hearsMarkers: whether markers are listened for; without, there is no markers.jsonl.
  public init(folder: URL, offset: ZoneOffset, hearsMarkers: Bool) throws(ReportError) {
    try Self.prepare(folder)
    for name in ShowFile.allCases {
      let path = folder.appending(path: name.rawValue).path
      guard FileManager.default.fileExists(atPath: path) else { continue }
      do {
        try FileManager.default.removeItem(atPath: path)
      } catch {
        throw .file(path: path, reason: FileTrouble.reason(error))
      }
    }
    func file(_ name: ShowFile) throws(ReportError) -> ShowTextFile {
      try ShowTextFile(emptying: folder.appending(path: name.rawValue).path)
    }
    self.folder = folder
    self.offset = offset
    transcript = try file(.transcript)
    subtitles = try file(.subtitles)
    mentions = try file(.mentions)
    links = try file(.links)
    markers = hearsMarkers ? try file(.markers) : nil
    presentations = try file(.presentations)
    signals = try file(.signals)
    comments = try file(.comments)
    try subtitles.append(WebVTT.header)
  }

  /// Pieces are joined into lines: the last line is written when the next one begins, or by `finishTranscript`.
  public func record(_ utterance: Utterance) throws(ReportError) {
    if let line = joiner.add(utterance) { try write(line) }
  }

  /// Writes the line of the transcript that is still open.
  public func finishTranscript() throws(ReportError) {
    if let line = joiner.finish() { try write(line) }
  }

  private func write(_ line: TranscriptLine) throws(ReportError) {
    try transcript.append(line: jsonLine(TranscriptRecord(line), of: "a line of the transcript"))
    try subtitles.append(WebVTT.cue(line))
  }

  /// Names and link numbers go to files of their own: "link three" means a product without naming it.
  public func record(_ mention: Mention) throws(ReportError) {
    let line = try jsonLine(MentionRecord(mention), of: "a mention")
    switch mention.basis {
    case .name: try mentions.append(line: line)
    case .linkNumber: try links.append(line: line)
    }
  }

  public func record(_ hit: MarkerHit) throws(ReportError) {
    try markers?.append(line: jsonLine(MarkerRecord(hit), of: "a marker"))
  }

  /// Adds a viewer's comment with what the engine, which has just taken it in, makes of it; nothing when it was not let in.
  public func record(_ comment: ViewerComment, at time: StreamTime, of engine: RoomEngine) throws(ReportError) {
    guard let latest = engine.latestComment else { return }
    try comments.append(
      line: jsonLine(
        CommentRecord(comment.text, at: time, intent: latest.intent, sku: latest.sku), of: "a comment"))
  }

  public func record(_ signal: Signal) throws(ReportError) {
    try record(CloudEvent(signal, in: offset))
  }

  /// Adds a signal as it was sent.
  public func record(_ event: CloudEvent) throws(ReportError) {
    try signals.append(line: jsonLine(event, of: "a signal"))
  }

  /// Adds a presentation that has just ended.
  ///
  /// - Parameter decidedAt: how much of the stream was known then.
  public func record(_ presentation: Presentation, decidedAt: StreamTime) throws(ReportError) {
    try presentations.append(
      line: jsonLine(PresentationRecord(presentation, decidedAt: decidedAt), of: "a presentation"))
  }

  /// The files that are in the folder now.
  var files: [ShowFile] {
    ShowFile.allCases.filter { FileManager.default.fileExists(atPath: folder.appending(path: $0.rawValue).path) }
  }

  /// Puts the presentations as the whole show explains them in the place of those that were written while it ran.
  /// Those that were announced and taken back follow.
  func replace(
    presentations list: [Presentation], withdrawn: [WithdrawnPresentation], decidedAt: StreamTime
  ) throws(ReportError) {
    var text = ""
    for presentation in list {
      text += try jsonLine(PresentationRecord(presentation, decidedAt: decidedAt), of: "a presentation") + "\n"
    }
    for entry in withdrawn {
      text +=
        try jsonLine(
          PresentationRecord(entry.presentation, decidedAt: decidedAt, withdrawnAt: entry.at), of: "a presentation")
        + "\n"
    }
    try replace(.presentations, with: text)
  }

  func replace(_ file: ShowFile, with text: String) throws(ReportError) {
    try ShowTextFile.replace(folder.appending(path: file.rawValue).path, with: text)
  }
}
