import Foundation
import LiveshelfCore
import NIOCore

/// Errors of libraries in the program's own words; its own errors say themselves what helps.
enum Trouble {
  static func text(_ error: any Error) -> String {
    if let error = error as? IOError { return FileTrouble.reason(error.errnoCode) }
    guard let error = error as? CocoaError else { return "\(error)" }
    let path = error.filePath ?? error.url?.path
    return (path.map { "'\($0)': " } ?? "") + FileTrouble.reason(error)
  }
}
