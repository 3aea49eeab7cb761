import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Standard output for results, standard error for progress and logs.
enum Console {
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// A line on standard output, at once, so that a reader at the other end of a pipe is not kept waiting.
  static func line(_ text: String) {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
  }

  /// Text on standard output as it is.
  static func text(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Ends the program.
  static func exit(_ code: Int32) -> Never {
    Glibc.exit(code)
  }

  /// A line on standard error.
  static func error(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Overwrites the current line of a terminal on standard error; on anything else it says nothing.
  static func progress(_ text: String) {
    guard errorIsTerminal else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
  }

  static func endProgress() {
    guard errorIsTerminal else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
  }

  /// Columns and rows of the terminal on standard output; 80 × 24 when it does not tell.
  static var size: (columns: Int, rows: Int) {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else {
      return (80, 24)
    }
    return (Int(window.ws_col), Int(window.ws_row))
  }
}
