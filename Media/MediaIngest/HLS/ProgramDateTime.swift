import LiveshelfCore

/// Finds out what wall time an HLS stream began at, which libav's demuxer passes over.
struct ProgramDateTime {
  /// The wall time of the first segment that the demuxer opened; nil when the playlists state none.
  ///
  /// - Parameter opened: what the demuxer opened, in order.
  static func ofFirstSegment(_ source: MediaSource, opened: [String], readGuard: ReadGuard) -> WallTime? {
    guard let top = fetch(source.libavURL, readGuard) else { return nil }
    var playlists = [top]
    if top.segments.isEmpty {
      playlists = opened.filter(top.variants.contains).prefix(4).compactMap { fetch($0, readGuard) }
    }
    let segments = playlists.flatMap(\.segments)
    for address in opened {
      if let segment = segments.first(where: { $0.address == address }) { return segment.programDateTime }
    }
    return nil
  }

  /// Reads a playlist. One that cannot be read states no time; the stream itself goes on.
  private static func fetch(_ address: String, _ readGuard: ReadGuard) -> HLSPlaylist? {
    guard let input = try? ByteInput(MediaSource(address), readGuard: readGuard) else { return nil }
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 1)
    defer { chunk.deallocate() }
    var bytes: [UInt8] = []
    while bytes.count <= HLSPlaylist.longest, let count = try? input.read(into: chunk), count > 0 {
      bytes += chunk[..<count]
    }
    return HLSPlaylist.parse(String(decoding: bytes, as: UTF8.self), base: address)
  }
}
