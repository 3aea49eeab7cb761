import Foundation
import Hearing
import LiveshelfCore
import Shows
import Synchronization
import Wording

/// How the demo shows what happens.
protocol DemoView: Sendable {
  func begin(room: RoomName, catalog: Catalog, clock: ShowClock?, address: String)
  func take(_ event: ShowEvent)
  /// May be called more than once.
  func end()
}

/// Plain lines, for logs and pipes.
final class DemoLines: DemoView {
  private struct State {
    var joiner = TranscriptJoiner()
    var ordersOfMinute = 0
    var minute: Int64 = 0
  }
  private let printer = SignalPrinter(json: false, offset: SampleShow.start.offset)
  private let state = Mutex(State())

  func begin(room: RoomName, catalog: Catalog, clock: ShowClock?, address: String) {
    Console.line("following the sample broadcast at \(address)")
  }

  func take(_ event: ShowEvent) {
    switch event {
    case .feed(let change):
      Console.line("stream  \(change.state.rawValue)  \(Wording(.en).sentence(of: change.reason))")
    case .utterance(let utterance):
      if let line = state.withLock({ $0.joiner.add(utterance) }) { Console.line("\(line.start)  heard  \(line.text)") }
    case .signal(let signal):
      do {
        Console.line(try printer.text(signal))
      } catch {
        Console.line("note  a signal cannot be printed: \(error)")
      }
    case .warning(let text): Console.line("note  \(text)")
    case .order(let event, let at):
      if event.type == .created, at >= .zero { state.withLock { $0.ordersOfMinute += 1 } }
    case .heard(let time):
      let count = state.withLock { state -> Int? in
        let minute = time.microseconds / 60_000_000
        guard minute > state.minute else { return nil }
        defer { (state.minute, state.ordersOfMinute) = (minute, 0) }
        return state.ordersOfMinute
      }
      if let count { Console.line("\(time)  orders of the last minute: \(count)") }
    case .mention, .marker: break
    }
  }

  func end() {
    if let line = state.withLock({ $0.joiner.finish() }) { Console.line("\(line.start)  heard  \(line.text)") }
  }
}

/// A screen that is drawn anew four times a second.
final class DemoTerminal: DemoView {
  private struct State {
    var screen: ShowScreen?
    var drawn: ContinuousClock.Instant?
    var isOpen = false
  }
  private let state = Mutex(State())

  func begin(room: RoomName, catalog: Catalog, clock: ShowClock?, address: String) {
    state.withLock { state in
      state.screen = ShowScreen(room: room, catalog: catalog, clock: clock)
      state.isOpen = true
    }
    FileHandle.standardOutput.write(Data("\u{1B}[?1049h\u{1B}[?25l".utf8))
  }

  func take(_ event: ShowEvent) {
    let text = state.withLock { state -> String? in
      guard state.isOpen, var screen = state.screen else { return nil }
      screen.take(event)
      state.screen = screen
      let now = ContinuousClock.now
      if let drawn = state.drawn, now - drawn < .milliseconds(250) { return nil }
      state.drawn = now
      let (columns, rows) = Console.size
      let lines = screen.lines(columns: columns, rows: rows - 1)
      return "\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J"
    }
    if let text { FileHandle.standardOutput.write(Data(text.utf8)) }
  }

  func end() {
    let wasOpen = state.withLock { state in
      defer { state.isOpen = false }
      return state.isOpen
    }
    if wasOpen { FileHandle.standardOutput.write(Data("\u{1B}[?25h\u{1B}[?1049l".utf8)) }
  }
}
