import ArgumentParser
import AudioMarkers
import Foundation
import LiveshelfCore

struct MixCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mix", abstract: "Mixes stingers into speech or music and prints what is found, by condition.")

  @Argument(help: "Folder of stingers. In each of four rounds two of them are decoys.")
  var stingers: String

  @Option(
    help:
      "Recordings, or a folder of them, into which the stingers are mixed. Spans in which truth.json has stingers are cut out."
  )
  var background: [String]

  @Option(help: "Plays of each marker in each round.")
  var plays = 3

  @Option(help: "Seed of the random numbers.")
  var seed: UInt64 = 1

  @Flag(help: "Print each fault.")
  var faults = false

  func run() throws {
    let sounds = try AudioFile.references(in: URL(filePath: stingers))
    guard sounds.count >= 4 else { throw ValidationError("at least four stingers are needed, \(stingers) has fewer") }
    let bed = try Background.read(background.map { URL(filePath: $0) })
    print("condition                         recall  false/h  from start p50  after end p95  start error p95")
    for condition in MixCondition.all {
      var random = SeededRandom(seed: seed)
      var tally = Tally()
      for round in 0..<4 {
        let decoys = [round * 2 % sounds.count, (round * 2 + 1) % sounds.count]
        let markers = sounds.indices.filter { !decoys.contains($0) }.map { sounds[$0] }
        let library = try MarkerLibrary(references: markers)
        let mix = try Mix(
          markers: markers, decoys: decoys.map { sounds[$0] }, plays: plays, bed: bed, condition: condition,
          random: &random)
        tally.add(try detect(library, in: mix.samples), mix)
      }
      print(tally.line(condition.name))
      for fault in tally.faults where faults { print("  ", fault) }
    }
  }
}
