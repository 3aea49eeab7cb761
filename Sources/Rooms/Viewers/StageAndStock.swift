internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine
internal import Storage
internal import ViewerComments

/// What a room knows at the moment of a question: its products, the ledger's cells, and what has been on stage.
struct StageAndStock: Sendable {
  /// How long the ledger of a show that is over answers for, in seconds: orders that come later belong to another show.
  private static let patience = 1800.0
  /// Presentations that viewers may still write about.
  private static let rememberedPresentations = 64

  var catalog: Catalog
  /// Empty when nothing is known that still holds.
  var rows: [StockRow]
  var stage: StageTimeline
  var now: StreamTime

  /// - Parameter time: the machine's clock.
  init(_ fold: RoomFold, at time: WallTime) {
    catalog = fold.engine.catalog
    now = max(fold.position, .zero)
    let age = fold.show.showTime(of: time) - fold.show.clock.wallTime(of: now)
    rows = fold.isFinished && age > Self.patience ? [] : fold.engine.stockTable
    stage = StageTimeline()
    for presentation in fold.engine.presentations.suffix(Self.rememberedPresentations) {
      stage.present(presentation.sku, from: presentation.start)
    }
  }

  /// Of a room that has had no show, or whose thread does not answer.
  init(catalog: Catalog) {
    self.catalog = catalog
    rows = []
    stage = StageTimeline()
    now = .zero
  }
}
