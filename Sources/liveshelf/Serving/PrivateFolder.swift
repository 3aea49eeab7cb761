import Foundation

/// The folder of a server or a worker: what is in it is for this user alone.
enum PrivateFolder {
  /// Makes the folder when it is absent, takes others' rights to it away, and lets nothing be made from now on that others may read.
  static func prepare(_ path: String) throws {
    umask(0o077)
    let folder = URL(filePath: path)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    } catch {
      throw ServingError.refused(
        "the folder '\(path)' cannot be made this user's own: \(error.localizedDescription); choose another with --data"
      )
    }
  }
}
