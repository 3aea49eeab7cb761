import Foundation
import LiveshelfServer
import TestSupport
import Testing

@Suite struct DashboardFilesTests {
  let dashboard = DashboardFiles()

  static let folder = TestData.checkout.appending(path: "Sources/LiveshelfServer/Dashboard/Resources")

  @Test func everyFileOfTheFolderIsServedAsItIs() throws {
    let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path)
      .filter { $0.contains(".") && !$0.hasPrefix(".") }
    #expect(names.count + 1 == dashboard.files.count)  // the icon has two names
    for name in names {
      let file = try #require(dashboard.file(at: name == "index.html" ? "/" : "/assets/\(name)"), "\(name)")
      #expect(try Data(contentsOf: Self.folder.appending(path: name)) == Data(file.bytes), "\(name)")
      #expect(file.contentType != "application/octet-stream", "\(name)")
    }
  }

  @Test func entityTagsAreStrongAndTellFilesApart() {
    let tags = dashboard.files.values.map(\.entityTag)
    #expect(Set(tags).count == tags.count - 1)  // the icon has two names
    for tag in tags { #expect(tag.wholeMatch(of: /"[0-9a-f]{32}"/) != nil) }
    #expect(DashboardFiles().files == dashboard.files)
  }

  @Test func whatThePageNamesIsThere() throws {
    let page = String(decoding: try #require(dashboard.file(at: "/")).bytes, as: UTF8.self)
    for match in page.matches(of: /(?:src|href)="([^"]+)"/) {
      // Relative, so that the page works under a path of a proxy.
      #expect(dashboard.file(at: "/\(match.1)") != nil, "\(match.1)")
    }
    #expect(!page.contains("<style") && !page.contains(" style=") && !page.contains(" onclick="))
    #expect(dashboard.file(at: "/assets/") == nil && dashboard.file(at: "/assets/../Package.swift") == nil)
  }

  @Test func modulesImportWhatIsThere() {
    for (path, file) in dashboard.files where path.hasSuffix(".js") {
      let text = String(decoding: file.bytes, as: UTF8.self)
      for match in text.matches(of: /(?:from|import\()\s*"(\.[^"]+)"/) {
        let target = URL(filePath: path).deletingLastPathComponent().appending(path: String(match.1)).standardized.path
        #expect(dashboard.file(at: target) != nil, "\(path) imports \(match.1)")
      }
    }
  }
}
