internal import Concurrency
internal import Hearing
internal import LiveshelfCore
internal import RoomEngine

/// A show that writes its own files, on a thread of its own, behind a bounded queue: the engine works while the stages hear on.
final class SessionThread: ShowFollower {
  private enum Message: Sendable {
    case heard([RoomInput])
    case warning(String)
    case lost(seconds: Double)
    case finish(at: StreamTime, takesRest: Bool)
  }

  private let messages = BoundedChannel<Message>(capacity: 4096)
  private let outcome = OneShot<Result<ShowSummary, any Error>>()

  /// - Parameters:
  ///   - watch: called on the thread, as the session's own.
  ///   - make: makes the session, on the thread.
  init(
    watch: @escaping @Sendable (ShowEvent) -> Void, make: @escaping @Sendable () throws -> ShowSession
  ) {
    WorkerThread("show") { [messages, outcome] in
      do {
        let session = try make()
        while let message = messages.pop() {
          switch message {
          case .heard(let inputs): try session.take(inputs)
          case .warning(let text): watch(.warning(text))
          case .lost(let seconds): session.noteLoss(seconds: seconds)
          case .finish(let end, let takesRest):
            outcome.settle(.success(try session.finish(at: end, takesRest: takesRest)))
          }
        }
        // Nobody follows any more: the pipeline failed, and has told why.
        outcome.settle(.failure(HearingError.hearing("the show ended without a result")))
      } catch {
        outcome.settle(.failure(error))
      }
      messages.cancel()
    }
  }

  deinit { messages.close() }

  func take(_ heard: [RoomInput]) throws {
    guard !messages.push(.heard(heard)) else { return }
    _ = try outcome.wait().get()
  }

  var hasRoom: Bool { messages.hasRoom }

  func warn(_ text: String) { messages.push(.warning(text)) }

  func noteLoss(seconds: Double) { messages.push(.lost(seconds: seconds)) }

  func finish(at end: StreamTime, takesRest: Bool) throws -> ShowSummary {
    messages.push(.finish(at: end, takesRest: takesRest))
    return try outcome.wait().get()
  }
}
