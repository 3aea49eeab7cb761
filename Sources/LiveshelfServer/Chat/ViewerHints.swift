internal import Foundation
internal import LiveshelfCore

/// What a request tells about the viewer besides the conversation: `room`, `region`, `viewer_delay_s`.
///
/// OpenAI's member for such things is `metadata`. Conversational engines have others for what their users configure:
/// Volcengine `custom` (JSON in a text), Alibaba Cloud `extendData.userData` (likewise), Tencent Cloud `MetaInfo`.
struct ViewerHints: Decodable, Sendable {
  private var members: [String: JSONValue] = [:]

  private enum CodingKeys: String, CodingKey {
    case metadata, custom, extendData
    case metaInfo = "MetaInfo"
    case smallMetaInfo = "metainfo"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    for key in [CodingKeys.smallMetaInfo, .metaInfo, .extendData, .custom, .metadata] {
      guard var value = try container.decodeIfPresent(JSONValue.self, forKey: key) else { continue }
      if key == .extendData { value = value["userData"] ?? .null }
      for (name, value) in Self.object(value) { members[name] = value }
    }
  }

  private static func object(_ value: JSONValue) -> [String: JSONValue] {
    switch value {
    case .object(let members): return members
    case .string(let text):
      // A text that is no JSON belongs to somebody else.
      guard JSONDepth.isWithinLimit(text.utf8),
        let inner = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
      else { return [:] }
      if case .object(let members) = inner { return members }
      return [:]
    default: return [:]
    }
  }

  var room: String? { members["room"]?.text }

  func region() throws(APIError) -> String? {
    try Self.region(members["region"]?.text, field: "metadata.region")
  }

  func viewerDelay() throws(APIError) -> Double? {
    let number: Double? =
      switch members["viewer_delay_s"] {
      case nil, .null: nil
      case .integer(let value): Double(value)
      case .number(let value): value
      case .string(let text): Double(text) ?? .nan
      default: .nan
      }
    return try Self.viewerDelay(number, field: "metadata.viewer_delay_s")
  }

  static func region(_ text: String?, field: String) throws(APIError) -> String? {
    guard let text, !text.isEmpty else { return nil }
    guard text.count <= 40 else { throw .invalid(field, "a region has at most 40 characters") }
    return text
  }

  static func viewerDelay(_ seconds: Double?, field: String) throws(APIError) -> Double? {
    guard let seconds else { return nil }
    guard (0...600).contains(seconds) else {
      throw .invalid(field, "\(field) must be a number of seconds from 0 to 600")
    }
    return seconds
  }
}
