public import Foundation

/// Where tests find their inputs.
public enum TestData {
  /// The top folder of the checkout.
  public static let checkout = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The sample broadcast, which is part of the project.
  public static let sample = checkout.appending(path: "Media/Samples/show")

  /// The models that the set-up builds.
  public static let models = checkout.appending(path: "Models/built")

  /// A folder of larger test data that is not part of the project: `LIVESHELF_TEST_DATA`, or `../shared/data` beside
  /// the checkout. Nil when it is absent; tests that want it are then skipped.
  public static let large: URL? = {
    let named = ProcessInfo.processInfo.environment["LIVESHELF_TEST_DATA"].map { URL(filePath: $0) }
    let folder = named ?? checkout.deletingLastPathComponent().appending(path: "shared/data")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// A new empty folder under the system's temporary folder.
  public static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}
