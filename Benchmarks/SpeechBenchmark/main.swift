import Foundation
import LiveshelfCore
import SpeechRecognition

// speech-benchmark MODELS AUDIO MODE [CATALOG] [OUT]
//
// Recognises a recording (16 kHz mono, WAV or raw 16-bit) and says how long that took.

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 3 else {
  print("usage: speech-benchmark MODELS AUDIO segments|live [catalog.csv|-] [utterances.jsonl]")
  exit(2)
}

do {
  let clock = ContinuousClock()
  var start = clock.now
  let model = try SpeechModel.load(built: URL(filePath: arguments[0]))
  print("\(model.name): loaded in \((clock.now - start).formatted())")
  let audio = try Recording(file: URL(filePath: arguments[1]))
  guard let recognizer = try model.recognizer(named: arguments[2]) else {
    print("unknown mode \(arguments[2]): segments or live")
    exit(2)
  }
  if arguments.count > 3, arguments[3] != "-" {
    start = clock.now
    let phrases = try CatalogNames(file: URL(filePath: arguments[3])).phrases
    recognizer.updateCatalog(phrases)
    print("\(phrases.count) names: taken in within \((clock.now - start).formatted())")
  }
  start = clock.now
  let processor = ProcessorTime()
  var lines = ""
  var count = 0
  func write(_ utterances: [Utterance]) throws {
    for utterance in utterances where !utterance.hypotheses.isEmpty {
      lines += try UtteranceLine(utterance).json() + "\n"
      count += 1
    }
  }
  for block in audio.blocks(seconds: 0.1) { try write(recognizer.consume(block)) }
  try write(recognizer.finish())
  let (wall, cpu) = (clock.now - start, processor.seconds)
  if arguments.count > 4 { try Data(lines.utf8).write(to: URL(filePath: arguments[4])) } else { print(lines) }
  let wallSeconds = wall / .seconds(1)
  print(
    "\(count) utterances from \(audio.seconds.formatted()) s of audio in \(wallSeconds.formatted()) s "
      + "(\((audio.seconds / wallSeconds).formatted()) × real time, processor \(cpu.formatted()) s)")
} catch {
  print("speech-benchmark: \(error)")
  exit(1)
}
