internal import Intake
internal import LiveshelfCore

/// A page with a picture and its figures, without a script; its policy allows nothing but the page's own style.
enum ChartPage {
  private static let style = """
    :root{color-scheme:light dark}body{margin:28px auto;max-width:1040px;padding:0 16px;font:14px/1.5 system-ui,"PingFang SC",
    "Noto Sans SC","Noto Sans CJK SC",sans-serif}svg{width:100%;height:auto}summary{cursor:pointer;padding:10px 0}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:12.5px}
    th,td{padding:2px 10px 2px 0;text-align:right;white-space:nowrap}.scroll{overflow-x:auto}
    """

  /// - Parameter table: CSV.
  static func html(title: String, picture: String, table: String) -> String {
    var parser = RowParser(delimiter: UInt8(ascii: ","))
    parser.append(Array(table.utf8))
    var rows: [[String]] = []
    while case .row(let row)? = parser.next(atEnd: true) { rows.append(row.fields) }
    let head = rows.first.map { cells($0, as: "th scope=\"col\"", end: "th") } ?? ""
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(Drawing.escaped(title))</title>
      <style>\(style)</style>
      </head>
      <body>
      \(picture)<details><summary>Figures</summary><div class="scroll"><table>
      <thead>\(head)</thead>
      <tbody>
      \(rows.dropFirst().map { cells($0, as: "td", end: "td") }.joined(separator: "\n"))
      </tbody>
      </table></div></details>
      </body>
      </html>

      """
  }

  private static func cells(_ fields: [String], as start: String, end: String) -> String {
    "<tr>" + fields.map { "<\(start)>\(Drawing.escaped($0))</\(end)>" }.joined() + "</tr>"
  }
}
