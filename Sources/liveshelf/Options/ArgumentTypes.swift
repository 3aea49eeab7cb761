// The types of other modules that options take.
public import ArgumentParser
public import Intake
public import InventoryEngine
public import LiveshelfCore
public import LiveshelfServer
public import Planning
public import Shows

extension OrderColumns: ExpressibleByArgument {
  public init?(argument: String) {
    do {
      self = try OrderColumns.parse(argument)
    } catch {
      Console.error("liveshelf: error: \(error)")
      return nil
    }
  }
}

extension CatalogColumns: ExpressibleByArgument {
  public init?(argument: String) {
    do {
      self = try CatalogColumns.parse(argument)
    } catch {
      Console.error("liveshelf: error: \(error)")
      return nil
    }
  }
}

extension RoomName: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
  public var defaultValueDescription: String { text }
}

extension BinLength: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension TimelineFormat: ExpressibleByArgument {}
extension ComparisonGrouping: ExpressibleByArgument {}

extension TurnoverGrouping: ExpressibleByArgument {}

extension Role: ExpressibleByArgument {}

extension PlanLanguage: ExpressibleByArgument {}
extension PlanAblation: ExpressibleByArgument {}
