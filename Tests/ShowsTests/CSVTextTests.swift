import Testing

@testable import Shows

@Suite struct CSVTextTests {
  /// What a spreadsheet would compute is a text; numbers stay numbers.
  @Test(arguments: [
    ("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\""), ("+cmd", "'+cmd"), ("@SUM(A1)", "'@SUM(A1)"),
    ("-1+1", "'-1+1"), ("-12.5", "-12.5"), ("+3", "+3"), ("A-1", "A-1"), ("", ""), ("\t=1", "'\t=1"),
  ])
  func formulasAreInert(field: String, written: String) {
    var table = CSVText(header: ["sku"])
    table.append([field])
    #expect(table.text == "sku\n\(written)\n")
  }
}
