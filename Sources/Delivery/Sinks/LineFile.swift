internal import Foundation
internal import LiveshelfCore

#if canImport(Glibc)
  internal import Glibc
#endif

/// An open JSON Lines file. To be used from one thread at a time.
final class LineFile {
  /// Half a line longer than this is left alone: it is none of ours.
  private static let longestLine = 1 << 20

  let path: String
  private let descriptor: Int32
  private let identity: (device: dev_t, inode: ino_t)
  /// Bytes.
  private(set) var size = 0

  /// Opens the file at its end, or makes it; makes its folder too.
  init(appendingTo path: String) throws(DeliveryError) {
    self.path = path
    let folder = URL(filePath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .file(path: folder.path, reason: FileTrouble.reason(error))
    }
    descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = String(cString: strerror(errno))
      Glibc.close(descriptor)
      throw .file(path: path, reason: reason)
    }
    identity = (status.st_dev, status.st_ino)
    size = Int(status.st_size)
    if status.st_mode & S_IFMT == S_IFREG { try endLastLine() }
    Self.syncFolder(folder.path)
  }

  deinit { Glibc.close(descriptor) }

  /// Whether the path still leads to this file.
  func isStillThere() -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_dev == identity.device && status.st_ino == identity.inode
  }

  /// Adds whole lines and waits until the disk has them; when it throws, the file is as it was.
  func append(_ bytes: [UInt8]) throws(DeliveryError) {
    do {
      try LineWriter.write(bytes, to: descriptor, name: path)
    } catch {
      ftruncate(descriptor, off_t(size))
      throw error
    }
    // A pipe or a terminal cannot be synced, which is no failure.
    guard fdatasync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      let reason = String(cString: strerror(errno))
      ftruncate(descriptor, off_t(size))
      throw .file(path: path, reason: "cannot be synced: \(reason)")
    }
    size += bytes.count
  }

  /// Cuts off the half line of a CloudEvent that a crash left: its entry is still in the outbox. Any other last line
  /// without a line break gets one.
  private func endLastLine() throws(DeliveryError) {
    let tail = lastBytes(min(size, Self.longestLine))
    guard let last = tail.last, last != UInt8(ascii: "\n") else { return }
    let line = tail.lastIndex(of: UInt8(ascii: "\n")).map { tail[($0 + 1)...] } ?? tail[...]
    let isWhole = (try? JSONSerialization.jsonObject(with: Data(line))) != nil
    if line.first == UInt8(ascii: "{"), !isWhole, line.count < Self.longestLine {
      size -= line.count
      guard ftruncate(descriptor, off_t(size)) == 0 else {
        throw .file(path: path, reason: "its last half line cannot be cut off: \(String(cString: strerror(errno)))")
      }
    } else {
      try LineWriter.write([UInt8(ascii: "\n")], to: descriptor, name: path)
      size += 1
    }
  }

  private func lastBytes(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let got = pread(descriptor, buffer.baseAddress, count, off_t(size - count))
      filled = max(0, got)
    }
  }

  /// Makes a new file's name durable.
  private static func syncFolder(_ path: String) {
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    Glibc.close(folder)
  }
}
