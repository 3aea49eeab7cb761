internal import Foundation
internal import LiveshelfCore

/// What a chat service made of a message: it says so in the body, and answers 200 whatever happens.
enum ChatVerdict: Hashable {
  case taken
  /// It takes no more for a while.
  case tooMany(String)
  case refused(String)

  /// - Parameter body: of an answer with a status of 200 to 299.
  init(_ service: ChatService, _ body: [UInt8]) {
    if service == .slack {
      let text = String(decoding: body.prefix(200), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      self = text == "ok" ? .taken : .refused(text)
      return
    }
    guard let answer = try? JSONDecoder().decode(JSONValue.self, from: Data(body)) else {
      self = .refused("the answer is no JSON")
      return
    }
    let code = [answer["errcode"], answer["code"], answer["StatusCode"]].lazy.compactMap { value -> Int64? in
      if case .integer(let code)? = value { code } else { nil }
    }.first
    switch code {
    case 0?: self = .taken
    case nil: self = .refused("the answer has no code")
    case let code?:
      let text = "code \(code)"
      self = Self.tooMany.contains(code) ? .tooMany(text) : .refused(text)
    }
  }

  /// 飞书: 9499, 11232, 11233; 钉钉: 130101, 90018, 410100; 企业微信: 45009, 45033.
  private static let tooMany: Set<Int64> = [9499, 11_232, 11_233, 130_101, 90_018, 410_100, 45_009, 45_033]
}
