internal import Intake
internal import LiveshelfCore
internal import RoomAPI

/// What a room says of the columns of exports that are sent to it, by the kind of rows.
enum RoomColumns {
  /// What is wrong with it; nil: nothing.
  static func objection(to columns: [String: String]) -> String? {
    for (name, text) in columns.sorted(by: { $0.key < $1.key }) {
      guard let kind = RowKind(rawValue: name), [.orders, .stock, .transactions].contains(kind) else {
        return "'\(name.prefix(64))' is unknown; known are: orders, stock, transactions"
      }
      guard text.utf8.count <= RoomDefinition.longestColumns else {
        return "\(name) has more than \(RoomDefinition.longestColumns) bytes"
      }
      do {
        _ = try RowMapping.parse(text, for: kind)
      } catch {
        return "\(name): \(error.description)"
      }
    }
    return nil
  }
}
