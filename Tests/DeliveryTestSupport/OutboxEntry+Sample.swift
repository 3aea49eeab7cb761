public import Delivery
public import LiveshelfCore

extension OutboxEntry {
  /// An entry with a real CloudEvent. Its id is the room, a hyphen and the sequence.
  public static func sample(room: RoomName, sequence: Int64, createdAt: WallTime? = nil) -> OutboxEntry {
    let type = SignalType.allCases[Int(sequence.magnitude % UInt64(SignalType.allCases.count))]
    var signal = type.example
    signal.room = room
    signal.id = "\(room)-\(sequence)"
    let body = (try? CloudEvent(signal, in: .china).json()) ?? ""
    return OutboxEntry(
      room: room, sequence: sequence, id: signal.id, type: signal.kind.type, body: body,
      createdAt: createdAt ?? signal.time)
  }
}
