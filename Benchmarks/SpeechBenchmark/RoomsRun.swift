import Foundation
import LiveshelfCore
import SpeechRecognition
import Synchronization

/// Several live rooms at once through one loaded model, each on a thread of its own, at the pace of real time.
struct RoomsRun {
  let model: SpeechModel
  let audio: Recording
  let phrases: [BiasPhrase]
  let rooms: Int
  /// How long it runs, in seconds of real time.
  let seconds: Double

  private static let block = 0.1

  /// What a room saw.
  struct Account: Sendable {
    /// From the end of a block until the recogniser was through with it, in seconds, in order.
    var lags: [Double] = []
    var utterances = 0
    var failure: String?
  }

  func run() throws -> [Account] {
    let accounts = Mutex([Account](repeating: Account(), count: rooms))
    let group = DispatchGroup()
    let start = ContinuousClock.now + .milliseconds(200)
    for room in 0..<rooms {
      group.enter()
      let thread = Thread {
        defer { group.leave() }
        let account = follow(room, from: start)
        accounts.withLock { $0[room] = account }
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    group.wait()
    return accounts.withLock { $0 }
  }

  private func follow(_ room: Int, from start: ContinuousClock.Instant) -> Account {
    var account = Account()
    do {
      let recognizer = try model.liveRecognizer()
      recognizer.updateCatalog(phrases)
      let all = audio.blocks(seconds: Self.block)
      // Rooms listen to different places, so that they don't all have work at one moment.
      let offset = all.count * room / rooms
      for number in 0..<Int(seconds / Self.block) {
        let block = AudioBlock(
          firstSample: Int64(Double(number) * Self.block * Double(AudioFormat.sampleRate)),
          samples: all[(offset + number) % all.count].samples)
        let due = start + .seconds(Double(number + 1) * Self.block)
        let early = due - ContinuousClock.now
        if early > .zero { Thread.sleep(forTimeInterval: early / .seconds(1)) }
        recognizer.noteBacklog(seconds: max(0, (ContinuousClock.now - due) / .seconds(1)))
        account.utterances += try recognizer.consume(block).count
        account.lags.append((ContinuousClock.now - due) / .seconds(1))
      }
    } catch {
      account.failure = "\(error)"
    }
    return account
  }

  /// The table that is printed: quantiles of the lag, and how it went on from the first half to the second.
  static func report(_ accounts: [Account]) -> String {
    var lines = ["room   p50 s   p95 s   max s   p95 of 1st half   p95 of 2nd half   utterances"]
    for (room, account) in accounts.enumerated() {
      if let failure = account.failure { lines.append("\(room + 1): \(failure)") }
      let half = account.lags.count / 2
      let values = [
        quantile(account.lags, 0.5), quantile(account.lags, 0.95), quantile(account.lags, 1),
        quantile(Array(account.lags[..<half]), 0.95), quantile(Array(account.lags[half...]), 0.95),
      ].map { String(format: "%7.3f", $0) }.joined(separator: " ")
      lines.append("\(room + 1)   \(values)   \(account.utterances)")
    }
    let all = accounts.flatMap(\.lags)
    lines.append(String(format: "all: p50 %.3f s, p95 %.3f s", quantile(all, 0.5), quantile(all, 0.95)))
    return lines.joined(separator: "\n")
  }

  private static func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }
}
