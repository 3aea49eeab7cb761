import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

@Suite struct MediaReaderTests {
  @Test func sampleBroadcastIsReadWhole() throws {
    let reading = try Reading(MediaSource(TestData.sample.appending(path: "broadcast.flv").path))
    #expect(reading.isContiguous)
    #expect(abs(reading.seconds - 212.23) < 0.03)
    #expect(reading.format?.codec == "aac")
    #expect(reading.discontinuities.isEmpty)
  }

  @Test func missingFileIsNotFound() {
    #expect(throws: MediaError.notFound(address: "/no/such/file.flv")) {
      _ = try MediaReader(MediaSource("/no/such/file.flv"))
    }
  }

  @Test(.enabled(if: TestData.large != nil, "needs the larger test data"))
  func oddFLVFilesAreHeard() throws {
    let folder = try #require(TestData.large).appending(path: "flv")
    let paths = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    for case let file as URL in paths where file.pathExtension == "flv" {
      do {
        let reading = try Reading(MediaSource(file.path))
        #expect(reading.isContiguous, "\(file.lastPathComponent)")
        print(
          file.lastPathComponent, reading.seconds, reading.format as Any, reading.discontinuities.prefix(4),
          reading.cues.count)
      } catch let error as MediaError {
        print(file.lastPathComponent, error)
      }
    }
  }
}
