import ArgumentParser
import AudioMarkers
import Foundation

/// Sound files, decoded and filtered by the ffmpeg command.
enum AudioFile {
  /// The first audio stream of a file as 16 kHz mono.
  static func read(_ file: URL) throws -> [Float] {
    try ffmpeg(["-i", file.path, "-map", "0:a:0", "-ac", "1", "-ar", "16000", "-f", "f32le", "-"], input: nil)
  }

  /// Every WAV file of a folder, by name.
  static func references(in folder: URL) throws -> [MarkerReference] {
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "wav" }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    return try files.map { file in
      MarkerReference(name: file.deletingPathExtension().lastPathComponent, samples: try read(file))
    }
  }

  /// Runs ffmpeg with raw 16 kHz mono floats from its input to its output.
  static func ffmpeg(_ arguments: [String], input: [Float]?) throws -> [Float] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["ffmpeg", "-nostdin", "-v", "error"] + arguments
    let output = Pipe()
    process.standardOutput = output
    let folder = FileManager.default.temporaryDirectory
    let name = folder.appending(path: "marker-benchmark-\(ProcessInfo.processInfo.processIdentifier).f32")
    if let input {
      try input.withUnsafeBytes { try Data($0).write(to: name) }
      process.standardInput = try FileHandle(forReadingFrom: name)
    }
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    if input != nil { try FileManager.default.removeItem(at: name) }
    guard process.terminationStatus == 0 else {
      throw ValidationError("ffmpeg failed (status \(process.terminationStatus)): \(arguments.joined(separator: " "))")
    }
    return data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  }
}
