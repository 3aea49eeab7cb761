import LiveshelfServer
import TestSupport
import Testing

@Suite struct ConfigurationCorpusTests {
  /// Whatever is in the file: it is read, or every problem names it.
  @Test func anythingIsReadOrRefusedByName() throws {
    try Corpus("configuration").replay { bytes in
      do {
        _ = try ServerConfiguration.parse(String(decoding: bytes, as: UTF8.self), file: "liveshelf.yaml")
      } catch {
        #expect("\(error)".contains("liveshelf.yaml"))
      }
    }
  }
}
