import Foundation
import Rooms
import TestSupport
import Testing

@Suite("Recordings that stingers are learnt from", .timeLimit(.minutes(2)))
struct MarkerStudyTests {
  /// What names other files would make the server open them.
  @Test(arguments: [
    "#EXTM3U\n#EXTINF:4,\n/etc/passwd\n", "\u{FEFF}#EXTM3U\nother.ts\n", "ffconcat version 1.0\nfile '/srv/a.flv'\n",
    "<?xml version=\"1.0\"?><MPD><BaseURL>/srv/a.mp4</BaseURL></MPD>",
    "\u{1}\nv=0\nc=IN IP4 10.0.0.1\nm=audio 9 RTP/AVP 0\n",
  ])
  func whatNamesOtherFilesIsRefused(text: String) async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "recording")
    try Data(text.utf8).write(to: file)
    let study = MarkerStudy(of: file)
    while case .listening = study.state { try await Task.sleep(for: .milliseconds(10)) }
    guard case .failed(let reason) = study.state else {
      Issue.record("it was listened to")
      return
    }
    #expect(reason.contains("send the recording itself"))
  }
}
