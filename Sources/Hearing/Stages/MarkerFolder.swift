public import AudioMarkers
public import Foundation
internal import LiveshelfCore
internal import MediaIngest

/// Reads the stingers that the operator put into a folder: one sound file each, its stem is the marker's name.
public enum MarkerFolder {
  /// Hidden files and these are passed over; anything else must be a sound.
  private static let ignored: Set<String> = ["txt", "md", "json", "csv", "png", "jpg"]

  /// What is listened for.
  public static func load(_ folder: URL) throws(HearingError) -> MarkerLibrary {
    let references = try references(in: folder)
    do {
      return try MarkerLibrary(references: references)
    } catch {
      throw .markers(path: folder.path, reason: "\(error)")
    }
  }

  /// The sounds of a folder, in the order of their names.
  public static func references(in folder: URL) throws(HearingError) -> [MarkerReference] {
    let files: [URL]
    do {
      files = try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: [.isRegularFileKey], options: .skipsHiddenFiles)
    } catch {
      throw .markers(path: folder.path, reason: "the folder cannot be read: \(FileTrouble.reason(error))")
    }
    let sounds = files.filter { !ignored.contains($0.pathExtension.lowercased()) && !$0.hasDirectoryPath }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    guard !sounds.isEmpty else {
      throw .markers(path: folder.path, reason: "there is no sound file in it: put one file for each stinger there")
    }
    var references: [MarkerReference] = []
    for sound in sounds {
      let name = sound.deletingPathExtension().lastPathComponent
      if references.contains(where: { $0.name == name }) {
        throw .markers(path: sound.path, reason: "another file has the same name '\(name)': rename one of them")
      }
      references.append(MarkerReference(name: name, samples: try samples(of: sound)))
    }
    return references
  }

  private static func samples(of sound: URL) throws(HearingError) -> [Float] {
    var samples: [Float] = []
    do {
      let reader = try MediaReader(MediaSource(sound.path))
      while let event = try reader.next() {
        guard case .audio(let block) = event else { continue }
        samples += block.samples
        // Longer files are refused by the library; there is no use in reading an hour of one.
        if Double(samples.count) > (MarkerReference.longest + 1) * 16_000 { break }
      }
    } catch {
      throw .markers(path: sound.path, reason: "\(error)")
    }
    return samples
  }
}
