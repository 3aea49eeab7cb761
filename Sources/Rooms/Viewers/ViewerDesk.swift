public import LiveshelfCore
internal import RoomEngine
public import Storage
internal import Synchronization
public import ViewerComments

/// A viewer's question, with what was said before it.
public struct ViewerInquiry: Hashable, Sendable {
  /// What the viewer asked before, oldest first.
  public var earlier: [String]
  public var question: String
  /// The viewer's region, written as in the facts; nil: unknown.
  public var region: String?
  /// Seconds by which the viewer sees the stream late, 0…600; nil: as usual for players.
  public var viewerDelay: Double?

  public init(_ question: String, earlier: [String] = [], region: String? = nil, viewerDelay: Double? = nil) {
    self.question = question
    self.earlier = earlier
    self.region = region
    self.viewerDelay = viewerDelay
  }
}

/// An answer with what it rests on.
public struct ViewerReply: Sendable {
  public var answer: StockAnswer
  public var catalog: Catalog
  public var facts: StockFacts

  public init(answer: StockAnswer, catalog: Catalog, facts: StockFacts) {
    self.answer = answer
    self.catalog = catalog
    self.facts = facts
  }
}

/// Answers viewers of one room from its ledger as it is when the question comes.
public final class ViewerDesk: Sendable {
  private let reader: LedgerReader
  private let room: any QuestionedRoom
  private let answerer = Mutex<StockAnswerer?>(nil)

  public convenience init(_ room: LiveRoom) { self.init(asking: room) }

  /// The desk of a room that lives elsewhere.
  public convenience init(_ room: FollowedRoom) { self.init(asking: room) }

  private init(asking room: any QuestionedRoom) {
    self.room = room
    reader = LedgerReader(room)
  }

  /// Whether this is the desk of that room, and not of a former one of the same name.
  public func serves(_ room: LiveRoom) -> Bool { self.room === room }

  /// Answers the last question; the earlier ones only tell what it refers to.
  ///
  /// When the room cannot tell its stock in time, the answer says that the stock is not known.
  ///
  /// - Parameters:
  ///   - catalog: the room's products when it has had no show.
  ///   - isCurrent: false: what can be read of the stock is known to be old.
  public func answer(
    _ inquiry: ViewerInquiry, told: ViewerFacts, catalog: Catalog, isCurrent: Bool = true
  ) async -> ViewerReply {
    let read = isCurrent ? await reader.read() : nil
    let known = read ?? StageAndStock(catalog: room.shownCatalog ?? catalog)
    return answerer(for: known.catalog).reply(to: inquiry, known, told: told)
  }

  /// Made anew when the products have changed.
  private func answerer(for catalog: Catalog) -> StockAnswerer {
    answerer.withLock { answerer in
      if let answerer, answerer.catalog.products == catalog.products { return answerer }
      let made = StockAnswerer(catalog: catalog)
      answerer = made
      return made
    }
  }

  /// Answers from a store alone, as its last show left it. Blocks: it reads the whole log of the show.
  ///
  /// - Throws: `.wrongState` when there has been no show, `.storage`.
  public static func answer(
    _ inquiry: ViewerInquiry, from store: RoomStore, told: ViewerFacts
  ) throws(RoomHostError) -> ViewerReply {
    let fold: RoomFold
    do {
      guard let show = try store.shows().last else {
        throw RoomHostError.wrongState("the room '\(store.room)' has had no show: nothing is known of its stock")
      }
      fold = try RoomFold(replaying: show, of: store)
    } catch let error as RoomHostError {
      throw error
    } catch {
      throw .storage("\(error)")
    }
    // At the moment of its last entry.
    let end = fold.show.clock.wallTime(of: fold.position)
    let known = StageAndStock(fold, at: WallTime(microseconds: end.microseconds - fold.show.clockShift))
    return StockAnswerer(catalog: known.catalog).reply(to: inquiry, known, told: told)
  }
}

extension StockAnswerer {
  fileprivate func reply(to inquiry: ViewerInquiry, _ known: StageAndStock, told: ViewerFacts) -> ViewerReply {
    let facts = StockFacts(known.rows, catalog: known.catalog, told: told)
    let stage = known.stage.view(at: known.now, viewerDelay: inquiry.viewerDelay ?? StageTimeline.usualViewerDelay)
    var context = AnswerContext(stage: stage, region: inquiry.region)
    for question in inquiry.earlier { _ = answer(question, facts: facts, context: &context) }
    let answer = answer(inquiry.question, facts: facts, context: &context)
    return ViewerReply(answer: answer, catalog: known.catalog, facts: facts)
  }
}
