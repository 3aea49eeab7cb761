internal import Foundation
internal import LiveshelfCore
internal import Yams

/// The OpenAPI 3.1 document: written as `openapi.yaml`, served as JSON.
public struct APIDocument: Sendable {
  public let json: [UInt8]

  /// Why the document in the program cannot be read: a fault of the program.
  public struct Unreadable: Error, Sendable {
    public var description: String
  }

  public init() throws(Unreadable) {
    let text = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)
    do {
      let value = try YAMLDecoder().decode(JSONValue.self, from: text)
      json = Array(try APIJSON.data(value))
    } catch {
      throw Unreadable(description: "openapi.yaml: \(error)")
    }
  }
}
