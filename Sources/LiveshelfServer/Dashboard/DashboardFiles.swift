internal import Crypto
internal import LiveshelfCore

/// The files of the wall screen, which are part of the program: no folder needs to be there at run time.
///
/// `uPlot.iife.js` and `uPlot.min.css` come from `Scripts/setup.sh`; without them this file does not compile.
public struct DashboardFiles: Sendable {
  /// A file as it is sent.
  public struct File: Hashable, Sendable {
    public var bytes: [UInt8]
    /// A media type with its charset.
    public var contentType: String
    /// A strong entity tag with its quotation marks (RFC 9110, §8.8.3): it changes with every byte.
    public var entityTag: String
  }

  /// The files by the path under which they are asked for.
  public let files: [String: File]

  /// Reads all files and computes their tags; takes a few milliseconds, so it is done once.
  public init() {
    var files: [String: File] = [:]
    for (path, bytes) in Self.resources {
      files["/assets/\(path)"] = File(
        bytes: bytes, contentType: Self.contentType(of: path), entityTag: Self.entityTag(of: bytes))
    }
    files["/"] = File(
      bytes: PackageResources.index_html, contentType: Self.contentType(of: "index.html"),
      entityTag: Self.entityTag(of: PackageResources.index_html))
    // Browsers ask for this name by themselves where no page tells them of another icon, as beside the API's answers.
    files["/favicon.ico"] = files["/assets/styles/icon.svg"]
    self.files = files
  }

  /// The file at a path such as `/` or `/assets/main.js`; nil when there is none.
  public func file(at path: String) -> File? { files[path] }

  private static func contentType(of path: String) -> String {
    switch path.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "js": "text/javascript; charset=utf-8"
    case "svg": "image/svg+xml"
    default: "application/octet-stream"
    }
  }

  private static func entityTag(of bytes: [UInt8]) -> String {
    "\"" + SHA256.hash(data: bytes).prefix(16).hexText + "\""
  }
}
