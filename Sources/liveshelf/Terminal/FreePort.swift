#if canImport(Glibc)
  import Glibc
#endif

/// Ports of the loopback interface.
enum FreePort {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// A TCP port on which nobody listens just now.
  static func find() throws -> UInt16 {
    try bound(to: 0)
  }

  /// Whether nobody listens on a port.
  static func isFree(_ port: UInt16) -> Bool {
    (try? bound(to: port)) != nil
  }

  /// Binds to a port of 127.0.0.1 and lets go of it again; 0 lets the system choose.
  private static func bound(to port: UInt16) throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else {
      throw Failure(description: "no socket can be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var reuse: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 ? getsockname(descriptor, generic, &length) : -1
      }
    }
    guard status == 0 else {
      throw Failure(description: "port \(port) of 127.0.0.1 cannot be used: \(String(cString: strerror(errno)))")
    }
    return UInt16(bigEndian: address.sin_port)
  }
}
