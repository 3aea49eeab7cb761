import CZlib
import Foundation

/// The files of a ZIP archive in memory (PKWARE's APPNOTE, without encryption, spanning and ZIP64), with limits against
/// archives that are larger than they look.
struct ZipArchive {
  /// Files of an archive.
  static let maximumEntries = 4096
  /// Bytes of all files that are unpacked.
  static let maximumLength = 1 << 27

  private struct Entry {
    var method: Int
    var offset: Int
    var packed: Int
    var length: Int
    var checksum: UInt32
  }

  private let bytes: [UInt8]
  private let file: String
  private var entries: [String: Entry] = [:]
  private var unpacked = 0

  init(_ bytes: [UInt8], file: String) throws(IntakeError) {
    (self.bytes, self.file) = (bytes, file)
    guard let end = Self.endRecord(bytes) else { throw damaged("its table of contents is missing") }
    let (count, start) = (number(end + 10, 2), number(end + 16, 4))
    guard count <= Self.maximumEntries else {
      throw .tooLarge(file: file, limit: "\(Self.maximumEntries) files within it", remedy: "save it as CSV in UTF-8")
    }
    var place = start
    for _ in 0..<count {
      guard place + 46 <= bytes.count, number(place, 4) == 0x0201_4B50 else {
        throw damaged("its table of contents is cut")
      }
      let (nameLength, extra, comment) = (number(place + 28, 2), number(place + 30, 2), number(place + 32, 2))
      guard place + 46 + nameLength <= bytes.count else { throw damaged("its table of contents is cut") }
      guard number(place + 8, 2) & 1 == 0 else { throw damaged("it has a password") }
      let name = String(decoding: bytes[place + 46..<place + 46 + nameLength], as: UTF8.self)
      entries[name] = Entry(
        method: number(place + 10, 2), offset: number(place + 42, 4), packed: number(place + 20, 4),
        length: number(place + 24, 4), checksum: UInt32(truncatingIfNeeded: number(place + 16, 4)))
      place += 46 + nameLength + extra + comment
    }
  }

  /// The bytes of a file; nil: there is none of that name.
  mutating func contents(_ name: String) throws(IntakeError) -> Data? {
    guard let entry = entries[name] else { return nil }
    unpacked += entry.length
    guard unpacked <= Self.maximumLength else {
      throw .tooLarge(
        file: file, limit: "\(Self.maximumLength >> 20) MiB when unpacked",
        remedy: "save it as CSV in UTF-8, or in parts")
    }
    guard entry.offset + 30 <= bytes.count, number(entry.offset, 4) == 0x0403_4B50 else {
      throw damaged("'\(name)' is missing")
    }
    let start = entry.offset + 30 + number(entry.offset + 26, 2) + number(entry.offset + 28, 2)
    guard start + entry.packed <= bytes.count else { throw damaged("'\(name)' is cut") }
    let packed = bytes[start..<start + entry.packed]
    let data: Data?
    switch entry.method {
    case 0: data = entry.packed == entry.length ? Data(packed) : nil
    case 8: data = Self.inflate(packed, length: entry.length)
    default: throw damaged("'\(name)' is packed in an unusual way")
    }
    guard let data, Self.checksum(data) == entry.checksum else { throw damaged("'\(name)' cannot be unpacked") }
    return data
  }

  private func damaged(_ what: String) -> IntakeError {
    .notText(
      file: file, line: 1, remedy: "it is a workbook, and \(what); open it and save it as .xlsx or as CSV in UTF-8")
  }

  /// A little-endian number; 0 beyond the end.
  private func number(_ place: Int, _ count: Int) -> Int {
    guard place >= 0, place + count <= bytes.count else { return 0 }
    return (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  /// The place of the record that ends an archive, before a comment of at most 64 KiB.
  private static func endRecord(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    var place = bytes.count - 22
    while place >= max(0, bytes.count - 22 - 65_536) {
      if bytes[place] == 0x50, bytes[place + 1] == 0x4B, bytes[place + 2] == 5, bytes[place + 3] == 6 { return place }
      place -= 1
    }
    return nil
  }

  /// Unpacks raw deflate data that becomes `length` bytes; nil: it does not.
  private static func inflate(_ packed: ArraySlice<UInt8>, length: Int) -> Data? {
    var input = Array(packed)
    var output = [UInt8](repeating: 0, count: length + 1)
    let written: Int? = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var stream = z_stream()
        guard liveshelf_inflate_raw_init(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(clamping: source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(clamping: target.count)
        guard CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END else { return nil }
        return target.count - Int(stream.avail_out)
      }
    }
    return written == length ? Data(output[..<length]) : nil
  }

  private static func checksum(_ data: Data) -> UInt32 {
    data.withUnsafeBytes { buffer in
      UInt32(
        truncatingIfNeeded: crc32(0, buffer.bindMemory(to: UInt8.self).baseAddress, UInt32(clamping: buffer.count)))
    }
  }
}
