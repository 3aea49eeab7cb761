import Hearing
import LiveshelfCore
import Shows
import Wording

/// Signals on standard output, the stream's state and oddities on standard error, a line each.
final class LineReporter: Sendable {
  private let printer: SignalPrinter
  private let showsSpeech: Bool

  init(printer: SignalPrinter, showsSpeech: Bool) {
    self.printer = printer
    self.showsSpeech = showsSpeech
  }

  func report(_ inputs: ShowInputs) {
    InputReport.print(inputs)
  }

  func take(_ event: ShowEvent) {
    switch event {
    case .signal(let signal):
      do {
        Console.line(try printer.text(signal))
      } catch {
        Console.error("liveshelf: note: a signal cannot be printed: \(error)")
      }
    case .feed(let change):
      Console.error("liveshelf: \(change.feed) \(change.state.rawValue): \(Wording(.en).sentence(of: change.reason))")
    case .warning(let text): Console.error("liveshelf: note: \(text)")
    case .utterance(let utterance) where showsSpeech: Console.error("  \(utterance.start)  \(utterance.text)")
    case .heard, .utterance, .mention, .marker, .order: break
    }
  }
}
