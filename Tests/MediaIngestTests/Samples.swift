/// Script tags in AMF0.
enum AMFSamples {
  static let cuePoint =
    string("onCuePoint")
    + object([
      ("name", string("lipstick")), ("time", number(2)), ("type", string("event")),
      ("parameters", object([("sku", string("SKU-1")), ("price", number(99))])),
    ])
  static let metadata =
    string("@setDataFrame") + string("onMetaData")
    + object([
      ("encoder", string("test")), ("wallclock", number(1_775_822_400_500)), ("audiosamplerate", number(8000)),
    ])
  static let frameInformation = string("onFI") + object([("sd", string("10-04-2026")), ("st", string("20:00:01.250"))])
  static let nested = string("onX") + object([("a", object([("b", [0x0A, 0, 0, 0, 2] + number(1) + [5])]))])

  static func string(_ text: String) -> [UInt8] { [2] + short(text) }

  static func number(_ value: Double) -> [UInt8] {
    [0] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
  }

  static func object(_ members: [(String, [UInt8])]) -> [UInt8] {
    [3] + members.flatMap { short($0) + $1 } + [0, 0, 9]
  }

  private static func short(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    return [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes
  }
}

enum PlaylistSamples {
  static let live = """
    #EXTM3U
    #EXT-X-VERSION:3
    #EXT-X-TARGETDURATION:4
    #EXT-X-MEDIA-SEQUENCE:7
    #EXT-X-PROGRAM-DATE-TIME:2026-04-10T20:00:00.500+08:00
    #EXTINF:4.0,
    a7.ts
    #EXTINF:3.5,title
    /other/a8.ts?x=1
    #EXT-X-DISCONTINUITY
    #EXTINF:4,
    http://cdn/a9.ts

    """
  static let master = """
    #EXTM3U
    #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="zh",URI="audio/zh.m3u8"
    #EXT-X-STREAM-INF:BANDWIDTH=800000
    low/index.m3u8

    """
}

enum SideDataSamples {
  /// ID3v2.4 with one TXXX frame.
  static let id3: [UInt8] = {
    let text: [UInt8] = [3] + Array("com.example.utc".utf8) + [0] + Array("2026-04-10T12:00:00.250Z".utf8)
    let frame = Array("TXXX".utf8) + [0, 0, 0, UInt8(text.count), 0, 0] + text
    return Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, UInt8(frame.count)] + frame
  }()

  /// An access unit with MISB ST 0604 time 1,775,822,400,500,000 μs.
  static let annexB: [UInt8] = {
    var time: [UInt8] = []
    let value: UInt64 = 1_775_822_400_500_000
    for index in 0..<8 {
      time.append(UInt8(truncatingIfNeeded: value >> UInt64(56 - 8 * index)))
      if index % 2 == 1, index < 7 { time.append(0xFF) }
    }
    let payload = Array("MISPmicrosectime".utf8) + [0x1F] + time
    var unit: [UInt8] = [6, 5, UInt8(payload.count)] + payload + [0x80]
    // Emulation prevention: no three zero bytes in a row may stand in a unit.
    var index = 2
    while index < unit.count {
      if unit[index - 2] == 0, unit[index - 1] == 0, unit[index] <= 3 { unit.insert(3, at: index) }
      index += 1
    }
    return [0, 0, 0, 1] + unit + [0, 0, 1, 0x65, 1, 2, 3]
  }()
}
