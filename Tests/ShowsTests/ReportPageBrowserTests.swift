import Foundation
import Shows
import TestSupport
import Testing

/// The page in a real browser: its script is allowed by its policy, runs to the end, and shows what the folder says.
@Suite(.enabled(if: Browser.program != nil, "no Chromium or Chrome is installed"))
struct ReportPageBrowserTests {
  @Test func thePageShowsTheShow() throws {
    let document = try Browser.document(of: try ReportPage.html(from: try SmallShow.complete().read()))
    #expect(document.contains("data-ready=\"true\""))
    #expect(!document.contains("data-error"))
    #expect(document.contains("<html lang=\"zh-CN\""))
    let shown = try Browser.report(in: document)
    for text in ["不粘炒锅", "五常大米", "明天备多少货", "已卖断", "+17", "2026-04-10 20:00–20:02"] {
      #expect(shown.contains(text), "\(text)")
    }
  }

  @Test func englishIsOneSwitchAway() throws {
    let page = try ReportPage.html(from: try SmallShow.complete().read())
    let document = try Browser.document(of: page, hash: "lang=en&theme=dark")
    #expect(document.contains("data-ready=\"true\""))
    #expect(document.contains("<html lang=\"en\"") && document.contains("data-theme=\"dark\""))
    #expect(document.contains("What to stock tomorrow") && document.contains("Sold out"))
  }

  @Test func aFolderWithNothingButItsDescriptionMakesAPage() throws {
    let document = try Browser.document(of: try ReportPage.html(from: try SmallShow().read()))
    #expect(document.contains("data-ready=\"true\""))
    #expect(!document.contains("data-error"))
    #expect(!(try Browser.report(in: document)).contains("class=\"tile "))
  }

  @Test func hostileNamesAreText() throws {
    let show = try SmallShow.complete()
    let hostile = "</script><script>document.documentElement.dataset.owned=1</script><img src=x onerror=alert(1)>"
    try show.write(SmallShow.description.replacing("不粘炒锅", with: hostile), to: "show.json")
    let document = try Browser.document(of: try ReportPage.html(from: try show.read()))
    #expect(document.contains("data-ready=\"true\""))
    #expect(!document.contains("data-owned=\"1\"") && !document.contains("<img"))
    #expect(document.contains("&lt;img src=x onerror=alert(1)&gt;"))
  }
}

/// Chromium or Chrome without a window.
private enum Browser {
  static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// What the script has put onto the page.
  static func report(in document: String) throws -> Substring {
    let start = try #require(document.range(of: "<div id=\"report\">")).upperBound
    let end = try #require(document.range(of: "<script", range: start..<document.endIndex)).lowerBound
    return document[start..<end]
  }

  /// The document after its scripts have run.
  static func document(of page: String, hash: String = "") throws -> String {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "page.html")
    try Data(page.utf8).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = [
      "120", try #require(program), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
      "--user-data-dir=\(folder.path)/profile", "--virtual-time-budget=5000", "--window-size=1280,2000", "--dump-dom",
      "file://\(file.path)#\(hash)",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return text
  }
}
