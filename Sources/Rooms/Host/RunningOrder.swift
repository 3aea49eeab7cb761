public import LiveshelfCore

/// What a room means to present, in this order.
public struct RunningOrder: Codable, Hashable, Sendable {
  /// A planned presentation.
  public struct Item: Codable, Hashable, Sendable {
    public var sku: String
    /// 0.1…1440.
    public var minutes: Double
    /// What the host is to say, the most important first.
    public var points: [String]

    public init(sku: String, minutes: Double = RunningOrder.usualMinutes, points: [String] = []) {
      self.sku = sku
      self.minutes = minutes
      self.points = points
    }
  }

  /// Minutes of a presentation where nobody says.
  public static let usualMinutes = 5.0
  /// Bytes of a file that is sent, at most.
  public static let largestFile = 1 << 20
  public static let mostItems = 1000
  public static let mostPoints = 10
  public static let longestPoint = 200

  public var items: [Item]

  public init(items: [Item] = []) {
    self.items = items
  }

  /// What is wrong with it; nil: nothing.
  public var problem: (field: String, reason: String)? {
    guard items.count <= Self.mostItems else { return ("items", "must be at most \(Self.mostItems)") }
    for (place, item) in items.enumerated() {
      guard (1...256).contains(item.sku.count) else {
        return ("items[\(place)].sku", "must have 1 to 256 characters")
      }
      guard (0.1...1440).contains(item.minutes) else {
        return ("items[\(place)].minutes", "must be 0.1 to 1440")
      }
      guard item.points.count <= Self.mostPoints, item.points.allSatisfy({ $0.count <= Self.longestPoint }) else {
        return ("items[\(place)].points", "must be at most \(Self.mostPoints) of \(Self.longestPoint) characters")
      }
    }
    return nil
  }
}

extension RoomRegistry {
  /// What a room means to present; empty: nobody said.
  ///
  /// - Throws: `.roomNotFound`, `.storage` for a file that cannot be read.
  public func runningOrder(of name: RoomName) throws(RoomHostError) -> RunningOrder {
    let order = try entry(name).folder.readRunningOrder()
    if let problem = order.problem {
      throw .storage("the running order of '\(name)': \(problem.field) \(problem.reason)")
    }
    return order
  }

  /// Replaces it; an empty one takes it away.
  ///
  /// - Throws: `.badRequest`, `.storage`.
  public func setRunningOrder(_ order: RunningOrder, of name: RoomName) throws(RoomHostError) {
    let entry = try entry(name)
    if let problem = order.problem { throw .badRequest(field: problem.field, reason: problem.reason) }
    try entry.folder.write(order)
  }
}
