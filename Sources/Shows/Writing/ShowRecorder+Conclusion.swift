internal import Foundation
internal import InventoryEngine
public import LiveshelfCore
public import RoomEngine

extension ShowRecorder {
  /// Says what show it is, for readers that have only the folder.
  public func record(_ description: ShowDescription) throws(ReportError) {
    names = Dictionary(description.products.map { ($0.sku, $0.name) }, uniquingKeysWith: { first, _ in first })
    try replace(.description, with: jsonLine(description, of: "the show's description") + "\n")
  }

  /// Writes what the show comes to, as far as it is known, in the place of what was written before.
  ///
  /// - Parameters:
  ///   - until: the end of the stream, or of what has been heard of it.
  ///   - isFinal: the show is over: its presentations are settled too.
  public func record(_ conclusion: ShowConclusion, clock: ShowClock, until end: StreamTime, isFinal: Bool)
    throws(ReportError)
  {
    if isFinal { try replace(presentations: conclusion.presentations, withdrawn: conclusion.withdrawn, decidedAt: end) }
    if let orders = conclusion.orders {
      try replace(.alignment, with: jsonLine(AlignmentRecord(orders), of: "the alignment") + "\n")
      try replace(
        .orders,
        with: ConclusionTables.orders(orders.demand, clock: clock, window: SalesWindow(length: end.seconds)))
      try replace(.attribution, with: ConclusionTables.attribution(orders.attributions))
      try replace(.uplift, with: ConclusionTables.uplift(orders.uplift))
    }
    try replace(.chapters, with: WebVTT.chapters(conclusion.presentations, until: end, names: names))
    try replace(.timeline, with: ConclusionTables.timeline(conclusion, clock: clock))
    if conclusion.orders != nil {
      var lines = ""
      for revision in conclusion.revisions {
        lines += try jsonLine(RevisionRecord(revision, clock: clock), of: "a revision") + "\n"
      }
      try replace(.revisions, with: lines)
    }
    if !conclusion.stock.isEmpty {
      try replace(.inventory, with: ConclusionTables.inventory(conclusion.stock))
    }
  }

  /// Makes figures and page from the files that are in the folder.
  ///
  /// - Returns: the files of the folder, in the order of `ShowFile`.
  public func finish() throws -> [ShowFile] {
    let show = try ShowFolder(reading: folder.path)
    let figures = ShowFigures(show)
    try replace(.figures, with: jsonLine(FiguresRecord(figures), of: "the figures") + "\n")
    try replace(.report, with: ReportPage.html(from: show, earlier: earlier))
    self.figures = figures
    return files
  }
}
