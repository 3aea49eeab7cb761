internal import Synchronization

/// Brings answers to who waits for them. Called from libnats's threads.
final class ReplyRouter: Sendable {
  typealias Answer = Result<NatsMessage, BackboneError>

  private enum Route {
    case single(CheckedContinuation<Answer, Never>, deadline: ContinuousClock.Instant)
    case part(of: AnswerCollector, index: Int, deadline: ContinuousClock.Instant)
    case mailbox(Mailbox)
  }

  private struct State {
    var nextID: UInt64 = 0
    var routes: [UInt64: Route] = [:]
    var isConnected = false
    var isClosed = false
    var connectedSince = ContinuousClock.now
  }

  private let state = Mutex(State())
  /// Told of every change of the connection.
  let connectionChanges = ChangeSignal()

  var isConnected: Bool { state.withLock { $0.isConnected } }
  var isClosed: Bool { state.withLock { $0.isClosed } }
  /// Since when the connection has been up without a break.
  var connectedSince: ContinuousClock.Instant { state.withLock { $0.connectedSince } }

  func register(_ continuation: CheckedContinuation<Answer, Never>, deadline: ContinuousClock.Instant) -> UInt64 {
    add(.single(continuation, deadline: deadline))
  }

  func register(part index: Int, of collector: AnswerCollector, deadline: ContinuousClock.Instant) -> UInt64 {
    add(.part(of: collector, index: index, deadline: deadline))
  }

  func register(_ mailbox: Mailbox) -> UInt64 {
    add(.mailbox(mailbox))
  }

  /// Whether somebody still waits for the answer.
  func isWaiting(_ id: UInt64) -> Bool {
    state.withLock { $0.routes[id] != nil }
  }

  func unregister(_ id: UInt64) {
    _ = state.withLock { $0.routes.removeValue(forKey: id) }
  }

  private func add(_ route: Route) -> UInt64 {
    state.withLock { state in
      state.nextID += 1
      state.routes[state.nextID] = route
      return state.nextID
    }
  }

  func deliver(_ message: NatsMessage, to id: UInt64) {
    let route = state.withLock { state in
      if case .mailbox = state.routes[id] { return state.routes[id] }
      return state.routes.removeValue(forKey: id)
    }
    switch route {
    case .mailbox(let mailbox): mailbox.deliver(message)
    case .some(let route): finish(route, with: .success(message))
    // The answer came after its time was over.
    case nil: return
    }
  }

  func fail(_ id: UInt64, with error: BackboneError) {
    if let route = state.withLock({ $0.routes.removeValue(forKey: id) }) { finish(route, with: .failure(error)) }
  }

  /// Fails what has waited too long.
  func expire(at now: ContinuousClock.Instant) {
    let late = state.withLock { state in
      let late = state.routes.filter { route in
        switch route.value {
        case .single(_, let deadline), .part(_, _, let deadline): deadline <= now
        case .mailbox: false
        }
      }
      for id in late.keys { state.routes[id] = nil }
      return late.values
    }
    for route in late { finish(route, with: .failure(.unavailable("no answer in time"))) }
  }

  func connectionIsUp() {
    state.withLock { state in
      state.isConnected = true
      state.connectedSince = .now
    }
    connectionChanges.notify()
  }

  /// Fails everything that waits: its answers will not come.
  func connectionIsDown(forGood: Bool) {
    let (waiting, mailboxes, isClosed) = state.withLock { state in
      state.isConnected = false
      state.isClosed = state.isClosed || forGood
      var waiting: [Route] = []
      var mailboxes: [Mailbox] = []
      for (id, route) in state.routes {
        if case .mailbox(let mailbox) = route {
          mailboxes.append(mailbox)
        } else {
          waiting.append(route)
          state.routes[id] = nil
        }
      }
      return (waiting, mailboxes, state.isClosed)
    }
    for route in waiting { finish(route, with: .failure(isClosed ? .closed : .unavailable("the connection broke"))) }
    for mailbox in mailboxes { mailbox.interrupt() }
    connectionChanges.notify()
  }

  private func finish(_ route: Route, with answer: Answer) {
    switch route {
    case .single(let continuation, _): continuation.resume(returning: answer)
    case .part(let collector, let index, _): collector.put(answer, at: index)
    case .mailbox: return
    }
  }
}

/// Collects the answers to requests that were sent together.
final class AnswerCollector: Sendable {
  private struct State {
    var answers: [ReplyRouter.Answer?]
    var missing: Int
    var continuation: CheckedContinuation<[ReplyRouter.Answer], Never>?
  }

  private let state: Mutex<State>

  init(count: Int) {
    state = Mutex(State(answers: Array(repeating: nil, count: count), missing: count))
  }

  func put(_ answer: ReplyRouter.Answer, at index: Int) {
    let finished: (CheckedContinuation<[ReplyRouter.Answer], Never>, [ReplyRouter.Answer])? = state.withLock { state in
      guard state.answers[index] == nil else { return nil }
      state.answers[index] = answer
      state.missing -= 1
      guard state.missing == 0, let continuation = state.continuation else { return nil }
      state.continuation = nil
      return (continuation, state.answers.compactMap { $0 })
    }
    if let (continuation, answers) = finished { continuation.resume(returning: answers) }
  }

  /// All answers, in the order of the requests.
  func all() async -> [ReplyRouter.Answer] {
    await withCheckedContinuation { continuation in
      let answers: [ReplyRouter.Answer]? = state.withLock { state in
        guard state.missing > 0 else { return state.answers.compactMap { $0 } }
        state.continuation = continuation
        return nil
      }
      if let answers { continuation.resume(returning: answers) }
    }
  }
}

/// Messages that wait to be fetched. What was asked for bounds how many they are.
final class Mailbox: Sendable {
  private struct State {
    var messages: [NatsMessage] = []
    var interruptions: UInt64 = 0
  }

  private let state = Mutex(State())
  let signal = ChangeSignal()

  func deliver(_ message: NatsMessage) {
    state.withLock { $0.messages.append(message) }
    signal.notify()
  }

  /// The connection broke: what was asked for does not come any more.
  func interrupt() {
    state.withLock { $0.interruptions += 1 }
    signal.notify()
  }

  var interruptions: UInt64 { state.withLock { $0.interruptions } }

  /// Takes everything that is there.
  func take() -> [NatsMessage] {
    state.withLock { state in
      defer { state.messages = [] }
      return state.messages
    }
  }
}
