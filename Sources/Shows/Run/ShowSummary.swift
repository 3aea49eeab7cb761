public import InventoryEngine
public import LiveshelfCore
public import RoomEngine

/// What a show came to, for the last lines of a run.
public struct ShowSummary: Sendable {
  public var heard: StreamTime
  public var utterances = 0
  public var mentions = 0
  public var markers = 0
  public var presentations: [Presentation] = []
  public var signals = 0
  /// Order events that counted.
  public var orderEvents = 0
  /// Order events that were repeats of ones already seen.
  public var repeatedOrderEvents = 0
  /// Order events that lie too far from the show to be in its timeline; nil: there are none.
  public var farEvents: FarEvents?
  /// Where later stock snapshots differ from the ledger, and what else the ledger remarked.
  public var differences: [StockDifference] = []
  public var remarks: [LedgerRemark] = []
  /// What the show came to, as its files say.
  public var figures: ShowFigures?
  /// Rows of the input files that were skipped.
  public var rejectedRows = 0
  /// Seconds of audio that the stream lost.
  public var lostSeconds = 0.0
  public var files: [String] = []
  /// Stretches without speech or without a product's name, long enough to be told.
  public var silences: [SilenceWatch.Stretch] = []
  /// All order events, those of SKUs that the catalog has, and the SKU of the first that it has not.
  public var orderSKUs: (all: Int, known: Int, unknown: SKU?) = (0, 0, nil)

  /// - Parameter heard: the end of what was heard.
  public init(heard: StreamTime) {
    self.heard = heard
  }
}
