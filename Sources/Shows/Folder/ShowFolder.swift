internal import Foundation
internal import LiveshelfCore

/// A finished show: what is in the folder that batch or attach wrote.
///
/// Only show.json must be there. The file of a part that was not built, or had no input, is absent, and so is its
/// value here (nil); an empty value says that the part ran and found nothing.
public struct ShowFolder: Sendable {
  /// The longest show, and the farthest that a time may lie from its start: 30 days.
  public static let longestSeconds = 30.0 * 86_400
  /// The most bytes that are read of show.json, of a JSON Lines file and of a table.
  public static let largestFile = 256 << 20
  /// The most lines of a file; later ones are left out and reported.
  public static let mostLines = 3_000_000

  public let path: String
  public let show: ShowDescription
  public let transcript: [TranscriptEntry]?
  public let mentions: [MentionEntry]?
  public let markers: [MarkerEntry]?
  public let comments: [CommentEntry]?
  public let presentations: [PresentationEntry]?
  public let orders: [OrderEntry]?
  public let alignment: AlignmentEntry?
  public let uplift: [UpliftEntry]?
  public let timeline: ShowTimeline?
  public let inventory: [InventoryEntry]?
  public let signals: [SignalEntry]?
  /// Lines that could not be read and were left out, at most 100, in the order of files and lines.
  public let problems: [ShowFolderProblem]
  /// How many lines were left out in all.
  public let linesLeftOut: Int

  /// Reads a folder. Takes time and memory in proportion to its files; blocks the thread.
  public init(reading path: String) throws(ShowFolderError) {
    let log = ProblemLog()
    let files = FolderFiles(path: path, problems: log)
    self.path = path
    show = try files.description()
    transcript = try files.lines(of: TranscriptEntry.self, in: "transcript.jsonl")
    mentions = try files.lines(of: MentionEntry.self, in: "mentions.jsonl")
    markers = try files.lines(of: MarkerEntry.self, in: "markers.jsonl")
    comments = try files.lines(of: CommentEntry.self, in: "comments.jsonl")
    presentations = try files.lines(of: PresentationEntry.self, in: "presentations.jsonl")
    alignment = try files.object(AlignmentEntry.self, in: "alignment.json")
    orders = try files.rows(of: OrderEntry.self, in: "orders.csv")
    uplift = try files.rows(of: UpliftEntry.self, in: "uplift.csv")
    timeline = try files.rows(of: TimelineBin.self, in: "timeline.csv").map { ShowTimeline($0) }
    inventory = try files.rows(of: InventoryEntry.self, in: "inventory_final.csv")
    signals = try files.lines(of: SignalEntry.self, in: "signals.jsonl")
    problems = log.first
    linesLeftOut = log.count
  }
}

extension ShowFolder {
  /// The presentations that were not taken back.
  public var stood: [PresentationEntry] { (presentations ?? []).filter { $0.withdrawnAt == nil } }
}

/// Collects what could not be read while one thread reads a folder.
final class ProblemLog {
  private(set) var first: [ShowFolderProblem] = []
  private(set) var count = 0

  func note(_ reason: String, file: String, line: Int) {
    count += 1
    if first.count < 100 { first.append(ShowFolderProblem(file: file, line: line, reason: reason)) }
  }
}
