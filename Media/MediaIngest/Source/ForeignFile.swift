import Foundation

/// Names what people give by mistake, so that the message can say what to do.
enum ForeignFile {
  private static let signatures: [(bytes: [UInt8], what: String, remedy: String)] = [
    ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)", picture), ([0xFF, 0xD8, 0xFF], "a picture (JPEG)", picture),
    (Array("GIF8".utf8), "a picture (GIF)", picture),
    (Array("%PDF".utf8), "a PDF document", recording),
    (Array("PK\u{3}\u{4}".utf8), "a ZIP archive, or an office document", "Unpack it, and give the recording in it."),
    (Array("Rar!".utf8), "a RAR archive", "Unpack it, and give the recording in it."),
    ([0x37, 0x7A, 0xBC, 0xAF], "a 7-Zip archive", "Unpack it, and give the recording in it."),
    ([0x1F, 0x8B], "compressed by gzip", "Unpack it, and give the recording in it."),
    (Array("SQLite format 3".utf8), "a database (SQLite)", recording),
    (Array("d8:announce".utf8), "a torrent, not the recording itself", "Download the recording first."),
  ]

  private static let picture = "Give the recording itself, not its cover or a thumbnail."
  private static let recording =
    "Give a recording or stream in a usual container such as FLV, MP4, MKV, TS, WAV, MP3 or an HLS list."

  /// What the first bytes show to be no recording; nil when they may be one.
  static func recognise(_ source: MediaSource, _ input: PeekingInput) throws(MediaError) -> MediaError? {
    let address = source.redactedAddress
    func foreign(_ what: String, _ remedy: String) -> MediaError {
      .notRecording(address: address, what: what, remedy: remedy)
    }
    let start = try input.peek(16)
    for (bytes, what, remedy) in signatures where start.starts(with: bytes) { return foreign(what, remedy) }
    guard let first = start.first, first == 0 || first == 0x3C || first == 0x7B || first == 0xEF || first == 0x0A
    else { return nil }
    let more = try input.peek(1024)
    if more.count >= 512, more.allSatisfy({ $0 == 0 }) {
      return foreign(
        "empty space: the recorder or download reserved the file and has not filled it",
        "Wait until the download is complete, or get the recording again.")
    }
    let text = String(decoding: more, as: UTF8.self).lowercased().drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if text.contains("<mpd") {
      return foreign("a DASH manifest", "Give the HLS (.m3u8) or FLV address of the same stream.")
    }
    if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.contains("<head") {
      return foreign(
        "a web page, not the stream itself",
        "Give the address of the stream (it ends in .flv or .m3u8, or begins with rtmp://); a page that asks to sign in also means that the address has expired."
      )
    }
    if text.hasPrefix("<") { return foreign("an XML document", recording) }
    if text.hasPrefix("{") {
      return foreign(
        "a JSON answer, not the stream itself", "Give the stream's address, which may stand in that answer.")
    }
    return nil
  }
}

/// Tells why an MP4 file cannot be opened: its index comes last, and a recorder that was stopped never wrote it.
enum UnfinishedMP4 {
  private static let mostBoxes = 10_000
  /// A file that changed within so many seconds is being written.
  private static let fresh = 10.0

  /// - Returns: nil when the file is no MP4, or has its index.
  static func explanation(_ source: MediaSource) -> MediaError? {
    guard let path = source.filePath, let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let size = try? file.seekToEnd() else { return nil }
    var (offset, kinds) = (UInt64(0), [String]())
    while offset + 8 <= size, kinds.count < mostBoxes {
      guard (try? file.seek(toOffset: offset)) != nil, let head = try? file.read(upToCount: 16), head.count >= 8 else {
        break
      }
      let kind = String(decoding: head[4..<8], as: UTF8.self)
      guard kind.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { break }
      kinds.append(kind)
      var length = head[0..<4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      if length == 1, head.count == 16 { length = head[8..<16].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
      guard length >= 8, length <= size - offset else { break }
      offset += length
    }
    guard kinds.first == "ftyp" || kinds.contains("mdat"), !kinds.contains("moov") else { return nil }
    let changed = (try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate]) as? Date
    if let changed, -changed.timeIntervalSinceNow < fresh {
      return .notRecording(
        address: source.redactedAddress, what: "an MP4 that is still being written: its index (moov) comes at the end",
        remedy: "Wait until the recorder has finished it; to hear a show while it runs, attach to its stream.")
    }
    return .notRecording(
      address: source.redactedAddress,
      what:
        "an MP4 without its index (moov): it was never finished, because the recorder was killed, the disk was full or the copy was cut off",
      remedy:
        "If the original is complete, copy it again. Otherwise untrunc can rebuild the index from a complete recording of the same device (untrunc good.mp4 \(source.redactedAddress)). Let the recorder write FLV, MKV, TS or fragmented MP4, which stay readable."
    )
  }
}
