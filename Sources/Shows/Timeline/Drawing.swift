internal import LiveshelfCore

/// Puts together an SVG picture. Text from outside is escaped.
struct Drawing {
  let width: Double
  let height: Double
  private var body = ""

  init(width: Double, height: Double, title: String) {
    (self.width, self.height) = (width, height)
    body = "<title>\(Self.escaped(title))</title>\n"
  }

  /// - Parameter opacity: 0…1.
  mutating func rectangle(_ kind: String, x: Double, y: Double, width: Double, height: Double, opacity: Double = 1) {
    let veil = opacity < 1 ? " fill-opacity=\"\(opacity.text(places: 2))\"" : ""
    body +=
      "<rect class=\"\(kind)\"\(veil) x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" height=\"\(n(height))\"/>\n"
  }

  /// A line through the points; nil breaks it.
  mutating func line(_ kind: String, through points: [(x: Double, y: Double)?], extra: String = "") {
    var path = ""
    var pen = "M"
    for point in points {
      guard let point else {
        pen = "M"
        continue
      }
      path += "\(pen)\(n(point.x)) \(n(point.y))"
      pen = "L"
    }
    body += "<path class=\"\(kind)\"\(extra) d=\"\(path)\"/>\n"
  }

  mutating func text(_ text: String, kind: String = "", x: Double, y: Double, anchor: String = "start") {
    body +=
      "<text class=\"\(kind)\" x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor)\">\(Self.escaped(text))</text>\n"
  }

  /// The picture, with its own style for light and dark.
  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(n(width)) \(n(height))" width="\(n(width))" height="\(n(height))" role="img">
    <style>\(Self.style)</style>
    <rect class="ground" width="\(n(width))" height="\(n(height))"/>
    \(body)</svg>

    """
  }

  private func n(_ value: Double) -> String { value.text(places: 1) }

  static func escaped(_ text: String) -> String {
    let plain = String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 32 && $0.value < 0xFFFE || $0.value > 0xFFFF }))
    return plain.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// Colours as on the report page.
  static let style = """
    svg{font:12px system-ui,"PingFang SC","Noto Sans SC","Noto Sans CJK SC",sans-serif}
    .ground{fill:#fff}text{fill:#191b20}.note{fill:#5d636e;font-size:11px}.head{font-size:15px;font-weight:600}
    .bar{fill:#3d5fa8}.span{fill:#b8320f;opacity:.13}.grid{stroke:#e3e0d8;fill:none}
    .baseline{stroke:#5d636e;stroke-dasharray:4 3;fill:none}.stock{stroke:#0c6e47;stroke-width:1.5;fill:none}
    .curve{fill:none;stroke-width:2}.start{stroke:#b8320f;stroke-dasharray:2 3;fill:none}
    @media(prefers-color-scheme:dark){.ground{fill:#181b21}text{fill:#eceef2}.note{fill:#a3aab6}.bar{fill:#8fb4ff}
    .span{fill:#ff8d69;opacity:.22}.grid{stroke:#2c313a}.baseline{stroke:#a3aab6}.stock{stroke:#62d39d}}
    """
}
