import Foundation
import Glibc
import MediaIngest

/// A TCP port of this machine on which nobody listens.
enum LoopbackPort {
  struct None: Error {}

  static func free() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw None() }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 ? getsockname(descriptor, generic, &length) : -1
      }
    }
    guard status == 0 else { throw None() }
    return UInt16(bigEndian: address.sin_port)
  }
}

/// Sends a recording to a listening show, from a thread of its own, as soon as it listens.
final class LoopbackPublisher: Sendable {
  private let interrupt = MediaInterrupt()

  init(_ recording: URL, to address: String, speed: Double) {
    var publisher = RecordingPublisher(recording: MediaSource(recording.path), destination: address)
    publisher.speed = speed
    let thread = Thread { [publisher, interrupt] in
      // However long the machine takes until the show listens: other tests keep it busy.
      while !interrupt.isCancelled {
        do {
          return try publisher.run(interrupt: interrupt)
        } catch MediaError.unreachable {
          Thread.sleep(forTimeInterval: 0.1)
        } catch {
          return
        }
      }
    }
    thread.start()
  }

  func stop() {
    interrupt.cancel()
  }
}
