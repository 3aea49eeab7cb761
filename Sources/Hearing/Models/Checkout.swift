public import Foundation

/// The checkout of the project that the program belongs to, if there is one.
public enum Checkout {
  /// Folders with a `Models/build.py`, above the program's own file and above the working folder.
  public static var folders: [URL] {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let here = URL(filePath: FileManager.default.currentDirectoryPath)
    var found: [URL] = []
    for start in [program, here] {
      var folder = start
      for _ in 0..<8 where folder.path != "/" {
        if FileManager.default.fileExists(atPath: folder.appending(path: "Models/build.py").path) {
          if !found.contains(folder) { found.append(folder) }
          break
        }
        folder = folder.deletingLastPathComponent()
      }
    }
    return found
  }
}
