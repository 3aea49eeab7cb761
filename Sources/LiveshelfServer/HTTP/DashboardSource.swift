/// A file of the dashboard.
public struct DashboardFile: Sendable {
  public var bytes: [UInt8]
  /// The media type, such as `text/css; charset=utf-8`.
  public var contentType: String
  /// A strong entity tag, with its quotation marks.
  public var entityTag: String

  public init(bytes: [UInt8], contentType: String, entityTag: String) {
    self.bytes = bytes
    self.contentType = contentType
    self.entityTag = entityTag
  }
}

/// Where the dashboard's files come from. They hold no data: everybody who reaches the server may read them.
public protocol DashboardSource: Sendable {
  /// - Parameter path: as in the request, such as `/` or `/assets/app.js`; never with `..`.
  func file(at path: String) -> DashboardFile?
}
