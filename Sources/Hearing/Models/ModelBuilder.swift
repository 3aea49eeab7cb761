internal import Foundation

/// Runs the script that fetches and converts the models.
public enum ModelBuilder {
  /// Shows the script's progress on standard error and waits for its end.
  ///
  /// - Throws: `HearingError.modelsNotBuilt` when there is no script, no Python, or the script fails.
  public static func run() throws(HearingError) {
    guard let checkout = Checkout.folders.first else {
      throw .modelsNotBuilt(
        reason: "the program is not in a checkout of the project, which has the script Models/build.py. "
          + "Run 'make setup' in a checkout, and copy Models/built to ~/.local/share/liveshelf/models")
    }
    let script = checkout.appending(path: "Models/build.py")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script.path, "--verify"]
    process.standardOutput = FileHandle.standardError
    do {
      try process.run()
    } catch {
      throw .modelsNotBuilt(reason: "python3 does not start (\(error)). Run Scripts/setup.sh, which installs it")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw .modelsNotBuilt(reason: "Models/build.py failed, see above")
    }
  }
}
