import Foundation
import LiveshelfCore

/// Whether the receiver got every signal, and each room's in order.
struct AcceptedCheck {
  private(set) var accepted = 0
  private(set) var distinct = 0
  private(set) var missing = 0
  private(set) var misplaced = 0

  var isFine: Bool { missing == 0 && misplaced == 0 }
  var summary: String {
    "accepted \(accepted), distinct \(distinct), repeats \(accepted - distinct), missing \(missing), "
      + "out of order after dropping repeats \(misplaced)"
  }

  init(log: String, rooms: [RoomName], each: Int) throws {
    var last: [Substring: Int] = [:]
    var seen: Set<Substring> = []
    for id in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") {
      accepted += 1
      guard seen.insert(id).inserted else { continue }
      let parts = id.split(separator: "-")
      let sequence = parts.last.flatMap { Int($0) } ?? 0
      if sequence <= last[parts[0], default: 0] { misplaced += 1 }
      last[parts[0]] = max(sequence, last[parts[0], default: 0])
    }
    distinct = seen.count
    for room in rooms { for sequence in 1...each where !seen.contains("\(room)-\(sequence)") { missing += 1 } }
  }
}
