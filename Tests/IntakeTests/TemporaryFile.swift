import Foundation
import TestSupport

/// A file in a folder of its own that goes away with it.
final class TemporaryFile {
  let url: URL

  convenience init(_ text: String, name: String = "orders.csv") throws {
    try self.init(Data(text.utf8), name: name)
  }

  init(_ data: Data, name: String = "orders.csv") throws {
    url = try TestData.temporaryFolder().appending(path: name)
    try data.write(to: url)
  }

  func append(_ text: String) throws {
    let handle = try FileHandle(forWritingTo: url)
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }

  deinit {
    do {
      try FileManager.default.removeItem(at: url.deletingLastPathComponent())
    } catch {
      print("left behind: \(url.path): \(error)")
    }
  }
}

extension Data {
  /// Text in GB18030, the encoding of many Chinese exports.
  init(gb18030 text: String) {
    self = text.data(using: String.Encoding(rawValue: 0x8000_0632)) ?? Data()
  }
}
