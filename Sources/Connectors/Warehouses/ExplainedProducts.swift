public import LiveshelfCore
internal import Synchronization

/// Where an item of a live room's product list says that it is being explained now.
public struct ExplainingMark: Hashable, Sendable {
  /// The path within an item.
  public var path: String
  /// What it says then; nil: `true`, or a number other than 0.
  public var value: String?

  public init(path: String, value: String?) {
    self.path = path
    self.value = value
  }

  func holds(of item: PlatformJSON) -> Bool {
    guard let told = item.at(path) else { return false }
    if let value { return told.text == value }
    if case .bool(let isSo) = told { return isSo }
    return told.text.map { !["", "0", "false"].contains($0) } ?? false
  }
}

/// The products of a list that are being explained, from one poll to the next: platforms tell a state, rooms want its changes.
///
/// A poll whose changes did not come through is asked again with the same beginning, and then compared with what was known
/// before it. After a restart what is being explained is told once more. From any task.
final class ExplainedProducts: Sendable {
  private struct State {
    var before: Set<SKU> = []
    var after: Set<SKU> = []
    /// The beginning of the window that led to `after`.
    var from: WallTime?
    /// What the pages of this poll told so far.
    var gathered: Set<SKU> = []
  }

  private let state = Mutex(State())

  /// Takes a page in.
  ///
  /// - Parameters:
  ///   - isFirst: whether the poll begins with this page.
  ///   - isLast: whether no page follows: only then is it known what has ended.
  /// - Returns: the changes since the poll before: what ended, then what began, each by SKU.
  func changes(
    _ explained: [SKU], in window: PollWindow, isFirst: Bool, isLast: Bool, now: WallTime
  ) -> [ExplainEvent] {
    state.withLock { state in
      if isFirst { state.gathered = [] }
      state.gathered.formUnion(explained)
      guard isLast else { return [] }
      if state.from != window.from { state.before = state.after }
      state.from = window.from
      state.after = state.gathered
      func events(_ skus: Set<SKU>, starts: Bool) -> [ExplainEvent] {
        skus.sorted { $0.text < $1.text }.map { ExplainEvent(sku: $0, starts: starts, time: now) }
      }
      return events(state.before.subtracting(state.after), starts: false)
        + events(state.after.subtracting(state.before), starts: true)
    }
  }
}
