public import Foundation

extension TestData {
  /// The `liveshelf` executable, which the build puts beside the tests.
  public static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "liveshelf")
}
