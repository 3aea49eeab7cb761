internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#endif

/// A text file that grows line by line. Each line is in the operating system's hands when `append` returns, so that a
/// killed program loses none of it.
///
/// Use one from one thread at a time.
struct ShowTextFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  /// Makes the file, or empties it.
  init(emptying path: String) throws(ReportError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
  }

  deinit { close(descriptor) }

  /// Adds a line; `line` has no line break of its own.
  func append(line: String) throws(ReportError) {
    try append(line + "\n")
  }

  func append(_ text: String) throws(ReportError) {
    var rest = ArraySlice(Array(text.utf8))
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw .file(path: path, reason: String(cString: strerror(errno)))
      }
    }
  }

  /// Replaces a whole file in one step: readers see the old text or the new one, never a part.
  static func replace(_ path: String, with text: String) throws(ReportError) {
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw .file(path: path, reason: "\(error)")
    }
  }
}
