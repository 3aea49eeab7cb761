public import InventoryEngine
public import LiveshelfCore

/// The conditions under which a show is told: all that an engine is made of. Whoever tells a show, live or anew, makes the
/// engine of them, and the same conditions and inputs give the same signals under the same ids.
public struct ShowConditions: Sendable {
  public let room: RoomName
  /// The show's name, which tells its signals from those of other shows of the room; empty: the room has only one.
  public let show: String
  /// Ties the stream's clock to the world's.
  public let clock: ShowClock
  public private(set) var catalog: Catalog
  /// Thresholds of the advice.
  public private(set) var settings: AdvisorSettings
  /// What earlier shows taught about demand, by category.
  public let priors: [String: CategoryPrior]
  /// The shop that keeps the stock and tells its levels; nil: the room keeps it.
  public let shop: RoomName?
  /// The version of the rules by which the show was last told, and the rules of this program.
  public private(set) var rules: Int
  private let program: FoldRules
  /// How often the products, the thresholds or the rules have changed in this show.
  private var changes = 0

  /// - Parameters:
  ///   - rules: the version of the rules that the show began with; nil: those of this program.
  ///   - program: the rules of this program.
  public init(
    room: RoomName, show: String = "", clock: ShowClock, catalog: Catalog,
    settings: AdvisorSettings = AdvisorSettings(),
    priors: [String: CategoryPrior] = [:], shop: RoomName? = nil, rules: Int? = nil, program: FoldRules = .current
  ) {
    self.room = room
    self.show = show
    self.clock = clock
    self.catalog = catalog
    self.settings = settings
    self.priors = priors
    self.shop = shop
    self.rules = rules ?? program.version
    self.program = program
  }

  /// The products changed: the show so far is to be told anew with them.
  public mutating func change(to catalog: Catalog) {
    self.catalog = catalog
    changes += 1
  }

  /// The thresholds changed; likewise.
  public mutating func change(to settings: AdvisorSettings) {
    self.settings = settings
    changes += 1
  }

  /// A program of these rules went on with the show.
  public mutating func change(toRules version: Int) {
    guard version != rules else { return }
    rules = version
    changes += 1
  }

  /// Tells signals of this telling from those of others, of other shows and of before a change; part of their ids.
  public var edition: String { changes == 0 ? show : "\(show)+\(changes)" }

  /// An engine of this program's rules that has consumed nothing.
  public func engine() -> RoomEngine {
    var telling = self
    telling.change(toRules: program.version)
    return RoomEngine(
      room: room, catalog: catalog, clock: clock, settings: program.thresholds(settings), priors: priors,
      edition: telling.edition, shop: shop)
  }
}
