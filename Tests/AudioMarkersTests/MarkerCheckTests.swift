import AudioMarkers
import Testing

@Suite struct MarkerCheckTests {
  private func problems(_ references: [MarkerReference]) throws -> [String: [MarkerFinding.Problem]] {
    var problems: [String: [MarkerFinding.Problem]] = [:]
    for finding in try MarkerCheck.findings(for: references) {
      problems[finding.marker, default: []].append(finding.problem)
    }
    return problems
  }

  @Test func richSoundsAreFine() throws {
    var synthesizer = SyntheticSound(seed: 11)
    let references = (1...3).map { number in
      MarkerReference(name: "stinger-\(number)", samples: synthesizer.stinger(seconds: 2.5, notes: 20))
    }
    #expect(try problems(references).isEmpty)
  }

  @Test func saysWhatIsWrong() throws {
    var synthesizer = SyntheticSound(seed: 12)
    let good = synthesizer.stinger(seconds: 2.5, notes: 20)
    let again = good.map { 0.4 * $0 } + [Float](repeating: 0, count: 1600)
    let references = [
      MarkerReference(name: "good", samples: good),
      MarkerReference(name: "again", samples: again),
      MarkerReference(name: "good", samples: synthesizer.stinger(seconds: 2)),
      MarkerReference(name: "blip", samples: synthesizer.stinger(seconds: 0.6)),
      MarkerReference(name: "dot", samples: synthesizer.stinger(seconds: 0.1)),
      MarkerReference(name: "silence", samples: [Float](repeating: 0, count: 32_000)),
      MarkerReference(name: "broken", samples: good.map { $0 > 0.1 ? .nan : $0 }),
      MarkerReference(name: "late", samples: [Float](repeating: 0, count: 8000) + synthesizer.stinger(seconds: 2)),
    ]
    let findings = try MarkerCheck.findings(for: references)
    func has(_ marker: String, _ matches: (MarkerFinding.Problem) -> Bool) -> Bool {
      findings.contains { $0.marker == marker && matches($0.problem) }
    }
    #expect(has("good") { $0 == .alike(other: "again") })
    #expect(has("again") { $0 == .alike(other: "good") })
    #expect(has("good") { $0 == .unusable(.duplicateName("good")) })
    #expect(has("blip") { if case .short = $0 { true } else { false } })
    #expect(has("dot") { if case .unusable(.unsupportedDuration) = $0 { true } else { false } })
    #expect(has("silence") { $0 == .unusable(.nothingToRecognize(name: "silence")) })
    #expect(has("broken") { if case .unusable(.invalidSample) = $0 { true } else { false } })
    #expect(has("late") { if case .silentStart(let seconds) = $0 { abs(seconds - 0.5) < 0.1 } else { false } })
    for finding in findings { #expect(finding.description.contains(finding.marker)) }
  }
}
