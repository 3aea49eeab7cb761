import Foundation

/// A small workbook of orders, and the same with a part that is given.
enum SampleBook {
  private static let parts: [(name: String, text: String)] = [
    (
      "xl/workbook.xml",
      "<workbook xmlns:r=\"r\"><sheets><sheet name=\"订单\" r:id=\"r1\"/></sheets></workbook>"
    ),
    (
      "xl/_rels/workbook.xml.rels",
      "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    ),
    ("xl/sharedStrings.xml", "<sst><si><t>订单编号</t></si><si><t>7000000000000000123</t></si></sst>"),
    ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"),
    (
      "xl/worksheets/sheet1.xml",
      """
      <worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>商家编码</t></is></c>\
      <c r="C1" t="str"><v>商品数量</v></c><c r="D1" t="str"><v>下单时间</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c>\
      <c r="B2" t="str"><v>A-1</v></c><c r="C2"><v>2</v></c><c r="D2" s="1"><v>46122.833345</v></c></row></sheetData></worksheet>
      """
    ),
  ]

  /// - Parameter part: stands for the part whose root it has, else for the sheet.
  static func archive(with part: String? = nil) -> Data {
    var parts = parts
    if let part {
      let roots = ["<workbook", "<Relationships", "<sst", "<styleSheet"]
      parts[roots.firstIndex { part.hasPrefix($0) } ?? 4].text = part
    }
    return TestArchive.zip(parts)
  }

  static func archive(sheet: String, strings: String) -> Data {
    var parts = parts
    (parts[2].text, parts[4].text) = (strings, sheet)
    return TestArchive.zip(parts)
  }

  /// An archive as it is, anything else as a part of one.
  static func wrap(_ bytes: [UInt8]) -> [UInt8] {
    bytes.starts(with: [0x50, 0x4B]) ? bytes : Array(archive(with: String(decoding: bytes, as: UTF8.self)))
  }
}
