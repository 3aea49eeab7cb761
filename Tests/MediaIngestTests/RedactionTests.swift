import MediaIngest
import Testing

@Suite struct RedactionTests {
  @Test(arguments: [
    ("rtmp://host/live/room1", "rtmp://host/live/…"), ("rtmps://host/live/", "rtmps://host/live/"),
    ("rtmp://host/live/3f9a8c7e6b5d4a3f2e1d", "rtmp://host/live/…"),
    ("rtmp://u:p@host/live/room1?key=secret", "rtmp://host/live/…?…"),
    ("rtmp://host/live/3f9a8c7e6b5d4a3f2e1d?key=secret", "rtmp://host/live/…?…"),
    ("http://u:p@host/a-long-recording-name.flv", "http://host/a-long-recording-name.flv"),
  ])
  func secretsStayOutOfMessages(address: String, shown: String) {
    #expect(MediaSource(address).redactedAddress == shown)
  }
}
