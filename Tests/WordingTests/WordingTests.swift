import Delivery
import LiveshelfCore
import Testing
import ViewerComments
import Wording

@Suite struct WordingTests {
  private func hasChinese(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  private func hasLatin(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.isASCII && $0.properties.isAlphabetic }
  }

  @Test(
    "Chinese sentences have no English words but names, English ones nothing Chinese, whatever the reason and phase")
  func eachInItsOwnLanguage() {
    for reason in ReasonSamples.zh.all.map(\.reason) {
      let text = Wording(.zh).sentence(of: reason)
      #expect(hasChinese(text) && !hasLatin(text.replacing(ReasonSamples.zh.address, with: "")), "\(text)")
    }
    for reason in ReasonSamples.en.all.map(\.reason) {
      let text = Wording(.en).sentence(of: reason)
      #expect(hasLatin(text) && !hasChinese(text), "\(text)")
    }
    for type in SignalType.allCases {
      for isResolved in [false, true] {
        let (zh, en) = (Wording(.zh), Wording(.en))
        #expect(!hasLatin(zh.title(of: type, isResolved: isResolved)) && !zh.title(of: type).isEmpty)
        #expect(!hasChinese(en.title(of: type, isResolved: isResolved)) && !en.title(of: type).isEmpty)
      }
    }
    for advice in PriceAdvice.allCases {
      #expect(!hasLatin(Wording(.zh).text(of: advice)) && !hasChinese(Wording(.en).text(of: advice)))
    }
  }

  @Test("The samples hold every case there is")
  func samplesAreWhole() {
    #expect(Set(ReasonSamples.zh.all.flatMap { ReasonSamples.codes(of: $0.reason) }) == ReasonSamples.everyCode)
  }

  @Test("Every type of signal in every phase goes out in both languages", arguments: SignalType.allCases)
  func events(_ type: SignalType) throws {
    for phase in [SignalSituation.Phase.raised, .updated, .resolved] {
      for samples in [ReasonSamples.zh, .en] {
        for reason in samples.all.map(\.reason) {
          var signal = type.example
          signal.reason = reason
          signal.situation = SignalSituation(name: "x/1", phase: phase)
          let event = CloudEvent(signal, in: .china)
          #expect(event.text("reason") == Wording(.en).sentence(of: reason))
          #expect(event.text("reason_zh") == Wording(.zh).sentence(of: reason))
          #expect(event.phase == phase && event.data["reason_codes"] == .array(reason.codes.map { .string($0) }))
        }
      }
    }
  }

  @Test("A situation that is over asks nobody to do anything")
  func overIsNoAlarm() {
    for sample in ReasonSamples.zh.all where sample.phase == .resolved {
      let (zh, en) = (Wording(.zh).sentence(of: sample.reason), Wording(.en).sentence(of: sample.reason))
      #expect(!["请", "建议", "可改由", "调 0"].contains { zh.contains($0) }, "\(zh)")
      #expect(!["order ", "move ", "ship ", "mark "].contains { en.contains($0) }, "\(en)")
    }
  }

  @Test("Nothing unreadable is said of numbers", arguments: Language.allCases)
  func numbersRead(_ language: Language) {
    for reason in (ReasonSamples.en.all + ReasonSamples.zh.all).map(\.reason) {
      let text = Wording(language).sentence(of: reason)
      #expect(
        !["inf", "nan", "3600", "3,600", "  ", "（）", "()"].contains { text.lowercased().contains($0) }, "\(text)")
    }
  }

  @Test func sentencesRead() {
    let (zh, en) = (Wording(.zh), Wording(.en))
    let out = SignalReason.stock(.runningOut(available: 120, eta: 1500, low: 1200, high: 1800, isPresented: true))
    #expect(zh.sentence(of: out) == "剩 120 件，按这段讲解的速度约 25 分钟后卖完（20–30 分钟）。")
    #expect(en.sentence(of: out) == "120 units last about 25 min (20–30 min) at the pace of this presentation.")
    let low = SignalReason.stock(
      .warehouseShort(warehouse: "GZ", available: 4, source: "HZ", sourceAvailable: 1300, quantity: 40))
    #expect(zh.sentence(of: low) == "GZ 只剩 4 件，HZ 有 1,300 件：可改由 HZ 发 40 件。")
    #expect(en.sentence(of: low) == "GZ has 4 units left, and HZ has 1,300: let HZ ship 40 of its orders.")
    let reorder = SignalReason.stock(
      .reorder(available: 253, onTheWay: 0, demand: 910, leadTime: 172_800, quantity: 800))
    #expect(zh.sentence(of: reorder) == "剩 253 件，再播一场这样的约要 910 件，补货要 2 天：建议补 800 件。")
    #expect(
      en.sentence(of: reorder)
        == "253 units left, one more show like this asks for about 910, and a delivery takes 2 d: order 800 units.")
    let heard: [PresentationReason] = [.stinger(name: "whoosh"), .heard(text: "保温杯", count: 2, seconds: 4)]
    #expect(zh.sentence(of: heard) == "4 秒内 2 次听到“保温杯”，放了提示音 whoosh")
    #expect(en.sentence(of: heard) == "stinger whoosh, then 保温杯 heard twice in 4 s")
  }

  @Test("What viewers ask about has a name in both languages", arguments: ViewerIntent.allCases.filter(\.isQuestion))
  func intents(_ intent: ViewerIntent) {
    #expect(Wording(.en).name(ofIntent: intent.rawValue) != Wording(.en).name(ofIntent: ""))
    #expect(Wording(.zh).name(ofIntent: intent.rawValue) != Wording(.zh).name(ofIntent: ""))
  }
}
