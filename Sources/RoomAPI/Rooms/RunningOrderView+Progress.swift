public import Rooms

extension RunningOrderView {
  /// Holds a plan against what was presented.
  ///
  /// A presentation belongs to the first entry of its product that was not presented yet, and to the one before once more where
  /// the host comes back to it. What was passed over for a later entry counts as skipped; the show's start is the plan's.
  ///
  /// - Parameters:
  ///   - view: the products with their stock, and the time.
  ///   - presentations: in order of their starts.
  public init(_ order: RunningOrder, of view: RoomView, _ presentations: [PresentationView]) {
    let products = Dictionary(view.products.map { ($0.sku, $0) }) { first, _ in first }
    for item in order.items {
      let product = products[item.sku]
      items.append(
        Item(
          sku: item.sku, product: product?.name ?? item.sku, linkNumber: product?.linkNumber,
          planned: item.minutes * 60,
          plannedStart: planned, available: product?.available, presentationUnits: product?.presentationUnits,
          stock: Self.stock(of: product), points: item.points))
      planned += item.minutes * 60
    }
    for presentation in presentations { take(presentation, at: view.streamTime) }
    settle(at: view.streamTime)
  }

  private static func stock(of product: ProductView?) -> Stock {
    guard let product, let available = product.available else { return .unknown }
    return available <= 0 ? .out : available < product.presentationUnits ? .short : .enough
  }

  private mutating func take(_ presentation: PresentationView, at now: Double) {
    let mine = items.indices.filter { items[$0].sku == presentation.sku }
    guard let first = mine.first else { return }
    // The host comes back to what was on stage a moment ago, unless the plan has it twice in a row.
    let isReturn = current.map { mine.contains($0) && !mine.contains($0 + 1) } ?? false
    let following = mine.first { items[$0].started == nil && $0 > current ?? -1 }
    let entry = isReturn ? current ?? first : following ?? mine.last { items[$0].started != nil } ?? first
    items[entry].started = items[entry].started ?? presentation.start
    items[entry].presented += max(0, (presentation.end ?? max(now, presentation.start)) - presentation.start)
    items[entry].state = presentation.end == nil ? .onStage : .done
    current = entry
  }

  /// Tells what comes next and how late it is.
  private mutating func settle(at now: Double) {
    guard let current else {
      next = items.isEmpty ? nil : 0
      return
    }
    for place in items[..<current].indices where items[place].started == nil { items[place].state = .skipped }
    let following = items.index(after: current)
    next = items[following...].firstIndex { $0.started == nil }
    let item = items[current]
    let due = item.plannedStart + (item.state == .onStage ? min(item.presented, item.planned) : item.planned)
    late = ((now - due) * 10).rounded() / 10
  }
}
