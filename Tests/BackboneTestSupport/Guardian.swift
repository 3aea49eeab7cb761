import Foundation
import Glibc

/// Kills a process when this one is gone, however it ended: a shell waits at the end of a pipe that only this process holds
/// open. (The kernel's own death signal is bound to the thread that started the process, which may end earlier.)
struct Guardian: Sendable {
  private let shell: Process
  private let line: FileHandle

  init(of process: Int32) throws {
    let pipe = Pipe()
    line = pipe.fileHandleForWriting
    // A child that inherited the open end would keep the line up.
    guard fcntl(line.fileDescriptor, F_SETFD, FD_CLOEXEC) == 0 else {
      throw TestFailure("the guardian's pipe cannot be kept from children")
    }
    shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    // A line dismisses the guardian; the end of the pipe without one means that its maker died.
    shell.arguments = ["-c", "read -r line && exit; kill -CONT $1; kill -KILL $1", "guardian", "\(process)"]
    shell.standardInput = pipe.fileHandleForReading
    shell.standardOutput = FileHandle.nullDevice
    shell.standardError = FileHandle.nullDevice
    try shell.run()
    try pipe.fileHandleForReading.close()
  }

  /// Lets the process be.
  func dismiss() {
    // A guardian that somebody killed needs no word.
    try? line.write(contentsOf: Data("done\n".utf8))
    try? line.close()
    shell.waitUntilExit()
  }
}
