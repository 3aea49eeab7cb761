internal import AsyncHTTPClient
internal import NIOCore

/// What a receiver answers, as far as it is worth reading.
enum ResponseText {
  /// The body, when it ends within the limits; otherwise its beginning, and the connection is closed.
  static func read(_ response: HTTPClientResponse, limit: Int, seconds: Double) async -> [UInt8] {
    await withTaskGroup(of: [UInt8]?.self) { group in
      group.addTask { await read(response.body, limit: limit) }
      group.addTask {
        // Ends early when the body has come.
        try? await Task.sleep(for: .seconds(seconds))
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      if let first { return first }
      for await text in group { if let text { return text } }
      return []
    }
  }

  private static func read(_ body: HTTPClientResponse.Body, limit: Int) async -> [UInt8] {
    var bytes: [UInt8] = []
    do {
      for try await part in body {
        bytes += part.readableBytesView.prefix(limit - bytes.count)
        if bytes.count >= limit { break }
      }
    } catch {
      // The status has come: what is missing of the text changes nothing.
      return bytes
    }
    return bytes
  }

  /// The beginning on one line, without control characters.
  static func excerpt(_ bytes: [UInt8], limit: Int) -> String {
    let text = String(decoding: bytes.prefix(limit), as: UTF8.self)
    let clean = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
    return String(clean).split(separator: " ").joined(separator: " ")
  }
}
