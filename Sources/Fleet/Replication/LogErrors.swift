public import Backbone

/// Runs calls of a room's local store, whose errors become errors of that room's log.
///
/// - Throws: `.log`, and errors of the backbone as they are.
func onLog<Value>(of subject: Subject, _ body: () throws -> Value) throws(BackboneError) -> Value {
  do {
    return try body()
  } catch let error as BackboneError {
    throw error
  } catch {
    throw .log("\(subject): \(error)")
  }
}
