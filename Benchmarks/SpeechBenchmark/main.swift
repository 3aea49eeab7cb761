import Foundation
import LiveshelfCore
import SpeechRecognition

// speech-benchmark MODELS AUDIO MODE [CATALOG] [OUT]
// speech-benchmark MODELS AUDIO rooms CATALOG ROOMS [SECONDS]
//
// Recognises a recording (16 kHz mono, WAV or raw 16-bit) and says how long that took. Of a folder, every file is a
// recording of its own, and the result is a table of names and texts. `rooms` runs several live rooms at once at the
// pace of real time, and says how far they lag behind.

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 3, ["segments", "live", "rooms"].contains(arguments[2]) else {
  print("usage: speech-benchmark MODELS AUDIO segments|live [catalog.csv|-] [utterances.jsonl]")
  print("       speech-benchmark MODELS AUDIO rooms catalog.csv|- ROOMS [SECONDS]")
  exit(2)
}

do {
  let clock = ContinuousClock()
  var start = clock.now
  let model = try SpeechModel.load(built: URL(filePath: arguments[0]))
  print("\(model.name): loaded in \((clock.now - start).formatted())")
  let source = URL(filePath: arguments[1])
  let isFolder = try source.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true
  let files = try isFolder ? Recording.files(in: source) : [source]
  var phrases: [BiasPhrase] = []
  if arguments.count > 3, arguments[3] != "-" { phrases = try CatalogNames(file: URL(filePath: arguments[3])).phrases }
  if arguments[2] == "rooms" {
    guard arguments.count > 4, let rooms = Int(arguments[4]), (1...64).contains(rooms), let first = files.first else {
      print("speech-benchmark: how many rooms, 1 to 64?")
      exit(2)
    }
    let seconds = arguments.count > 5 ? Double(arguments[5]) ?? 60 : 60
    let processor = ProcessorTime()
    let accounts = try RoomsRun(
      model: model, audio: Recording(file: first), phrases: phrases, rooms: rooms, seconds: seconds
    ).run()
    print(RoomsRun.report(accounts))
    print("\(rooms) rooms, \(seconds) s: processor \((processor.seconds / seconds).formatted()) cores")
    exit(accounts.contains { $0.failure != nil } ? 1 : 0)
  }
  var (lines, count, audioSeconds) = ("", 0, 0.0)
  var (wall, processorSeconds) = (Duration.zero, 0.0)
  for file in files {
    let audio = try Recording(file: file)
    let blocks = audio.blocks(seconds: 0.1)
    let recognizer: any SpeechRecognizer =
      try arguments[2] == "live" ? model.liveRecognizer() : model.segmentRecognizer()
    recognizer.updateCatalog(phrases)
    start = clock.now
    let processor = ProcessorTime()
    var utterances: [Utterance] = []
    for block in blocks { utterances += try recognizer.consume(block) }
    utterances += try recognizer.finish()
    wall += clock.now - start
    processorSeconds += processor.seconds
    audioSeconds += audio.seconds
    utterances.removeAll(where: \.hypotheses.isEmpty)
    count += utterances.count
    if isFolder {
      lines += "\(file.deletingPathExtension().lastPathComponent)\t\(utterances.map(\.text).joined(separator: " "))\n"
    } else {
      for utterance in utterances { lines += try UtteranceLine(utterance).json() + "\n" }
    }
  }
  if arguments.count > 4 { try Data(lines.utf8).write(to: URL(filePath: arguments[4])) } else { print(lines) }
  let wallSeconds = wall / .seconds(1)
  print(
    "\(count) utterances from \(audioSeconds.formatted()) s of audio in \(wallSeconds.formatted()) s "
      + "(\((audioSeconds / wallSeconds).formatted()) × real time, processor \(processorSeconds.formatted()) s)")
} catch {
  print("speech-benchmark: \(error)")
  exit(1)
}
