/// Why a browser did not do what a test asked for. None can be recovered from: the test fails.
public enum BrowserError: Error, CustomStringConvertible {
  /// No Chromium or Chrome is installed: `Scripts/setup.sh --tests` installs it.
  case notInstalled
  /// It did not start, or ended by itself.
  case ended(log: String)
  /// No answer came in time.
  case noAnswer(to: String)
  /// It refused a command of its protocol.
  case refused(method: String, message: String)
  /// A script of the test threw.
  case scriptFailed(String)
  /// What was waited for did not happen.
  case neverHappened(String, page: String)

  public var description: String {
    switch self {
    case .notInstalled: "no Chromium or Chrome is installed: run Scripts/setup.sh --tests"
    case .ended(let log): "the browser has ended: \(log.suffix(500))"
    case .noAnswer(let method): "the browser did not answer \(method)"
    case .refused(let method, let message): "the browser refused \(method): \(message)"
    case .scriptFailed(let message): "script failed: \(message)"
    case .neverHappened(let condition, let page): "never happened: \(condition)\nThe page says: \(page.prefix(1500))"
    }
  }
}
