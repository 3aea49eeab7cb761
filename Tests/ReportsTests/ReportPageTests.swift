import Reports
import Testing

@Suite struct ReportPageTests {
  @Test func aPageIsSelfContainedAndTheSameEveryTime() throws {
    let folder = try SmallShow.complete().read()
    let page = try ReportPage.html(from: folder)
    #expect(page == (try ReportPage.html(from: folder)))
    #expect(page.contains("不粘炒锅"))
    #expect(page.utf8.count < 300_000)
    for address in ["http://", "https://", "src=", "@import", "url("] {
      let places = page.ranges(of: address).filter { !page[$0.lowerBound...].hasPrefix("http://www.w3.org/2000/svg") }
      #expect(places.isEmpty, "\(address)")
    }
  }
}
