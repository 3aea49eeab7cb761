public import Delivery
internal import GRDB
public import InventoryEngine
internal import LiveshelfCore
public import RoomEngine

/// What was sent of a show, as far as it can be taken back.
public struct SentSignals: Sendable {
  /// The last of each kind of situation and product, with the event that said so.
  public var situations: [(told: ToldSituation, event: CloudEvent)] = []
  /// Those that began and did not end, oldest first, with the event of their start.
  public var presentations: [(told: ToldPresentation, event: CloudEvent)] = []
}

extension RoomStore {
  /// Reads all signals of a show.
  public func sent(of show: String) throws(StoreError) -> SentSignals {
    var situations: [String: (ToldSituation, CloudEvent)] = [:]
    var presentations: [(ToldPresentation, CloudEvent)] = []
    var place: Int64 = 0
    while true {
      let signals = try signals(of: show, after: place, limit: 1000)
      guard let last = signals.last else { break }
      place = last.sequence
      for event in signals.map(\.event) {
        switch SignalType(rawValue: event.type) {
        case .presentationStarted: presentations.append((ToldPresentation(event), event))
        case .presentationEnded: presentations.removeAll { $0.0 == ToldPresentation(event) }
        default:
          guard let name = event.text("situation"), let phase = event.phase,
            let told = ToldSituation(SignalSituation(name: name, phase: phase))
          else { continue }
          situations[told.key] = (told, event)
        }
      }
    }
    return SentSignals(
      situations: situations.keys.sorted().compactMap { situations[$0].map { (told: $0.0, event: $0.1) } },
      presentations: presentations.map { (told: $0.0, event: $0.1) })
  }
}

extension ToldPresentation {
  fileprivate init(_ event: CloudEvent) {
    self.init(id: event.text("presentation_id") ?? "", sku: SKU(event.text("sku") ?? ""))
  }
}
