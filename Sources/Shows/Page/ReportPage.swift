internal import Crypto
internal import Foundation

/// The page of a finished show: one HTML file that needs no network and no server.
public enum ReportPage {
  /// The parts of the script, in order. The first is the wall screen's module, by a link; here it is no module.
  private static var script: String {
    [
      PackageResources.dom_js, PackageResources.data_js, PackageResources.texts_js, PackageResources.pictures_js,
      PackageResources.view_js, PackageResources.axis_js, PackageResources.rows_js, PackageResources.pointer_js,
      PackageResources.summary_js, PackageResources.stock_js, PackageResources.presentations_js,
      PackageResources.signals_js, PackageResources.main_js,
    ].map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n").replacing("\nexport ", with: "\n")
  }

  /// Makes the page. The same folder gives the same page, byte for byte.
  ///
  /// What the folder says reaches the page as JSON text only, and the script puts it into text nodes; the content
  /// security policy allows this script and this style sheet, by hash, and nothing else.
  ///
  /// - Parameter earlier: shows that the products are compared with.
  public static func html(from folder: ShowFolder, earlier: [EarlierShow] = []) throws -> String {
    let data = try ScriptSafeJSON.text(try ReportData(folder, earlier: earlier), of: "report.html")
    let (style, script) = (String(decoding: PackageResources.report_css, as: UTF8.self), "\"use strict\";\n" + script)
    let policy =
      "default-src 'none'; script-src '\(hash(script))'; style-src '\(hash(style))'; img-src data:; "
      + "base-uri 'none'; form-action 'none'"
    let parts = [
      "policy": policy, "title": escaped("\(folder.show.room) · Liveshelf"), "style": style, "data": data,
      "script": script,
    ]
    return filled(String(decoding: PackageResources.report_html, as: UTF8.self), with: parts)
  }

  /// Puts the parts in the place of `{{name}}`, once and without looking into them.
  private static func filled(_ template: String, with parts: [String: String]) -> String {
    var text = ""
    var rest = template[...]
    while let open = rest.range(of: "{{"), let close = rest.range(of: "}}", range: open.upperBound..<rest.endIndex) {
      text += rest[..<open.lowerBound] + (parts[String(rest[open.upperBound..<close.lowerBound])] ?? "")
      rest = rest[close.upperBound...]
    }
    return text + rest
  }

  /// A hash source of Content Security Policy Level 3, §2.3.1.
  private static func hash(_ text: String) -> String {
    "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
