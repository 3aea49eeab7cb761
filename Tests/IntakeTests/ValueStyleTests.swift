import Foundation
import LiveshelfCore
import Testing

@testable import Intake

/// How a file writes numbers, dates and ids is found from all of it.
@Suite struct ValueStyleTests {
  @Test(
    arguments: [
      ("1.299,00", "1299.00"), ("79,90", "79.90"), ("1.250", "1250"), ("12 345,5", "12345.5"), ("-3", "-3"),
      ("79.90", nil), ("1,2,3", nil), ("", nil), ("x", nil), ("１.２９９，５０", "1299.50"),
    ] as [(String, String?)])
  func readsDecimalCommas(_ text: String, _ plain: String?) {
    #expect(NumberStyle.comma.plain(text) == plain)
  }

  @Test(
    arguments: [
      ("1,299.00", "1299.00"), ("12,34,567.5", "1234567.5"), ("1'299.00", "1299.00"), ("8,50", nil), ("79,90", nil),
      ("59.899999999", "59.899999999"), (".5", ".5"), ("5.", "5"), ("１２", "12"),
    ] as [(String, String?)])
  func readsDecimalPoints(_ text: String, _ plain: String?) {
    #expect(NumberStyle.point.plain(text) == plain)
  }

  @Test func anExampleTellsTheStyle() {
    #expect(NumberStyle(example: "1.299,00") == .comma)
    #expect(NumberStyle(example: "1,299.00") == .point)
    #expect(NumberStyle(example: "1,299") == nil)
  }

  @Test(arguments: [
    ("￥1,299.00", "1299", "CNY"), ("59.90元", "59.9", "CNY"), ("US$12.50", "12.5", "USD"), ("$12.50", "12.5", ""),
    ("12.50 EUR", "12.5", "EUR"), ("HK$ 88", "88", "HKD"), ("RM12.00", "12", "MYR"), ("(12.00)", "-12", ""),
  ])
  func readsSignsOfCurrencies(_ text: String, _ amount: String, _ code: String) {
    let money = MoneyText.read(text, style: .point)
    #expect(money?.description == amount)
    #expect(money?.currency.code == code)
  }

  @Test(
    arguments: [
      ("2026/4/9 8:05", "2026-04-09T08:05:00+08:00"), ("2026年4月9日 下午8:05", "2026-04-09T20:05:00+08:00"),
      ("9 Apr 2026 20:05", "2026-04-09T20:05:00+08:00"), ("Apr 9, 2026 8:05 PM", "2026-04-09T20:05:00+08:00"),
      ("9-Apr-26", "2026-04-09T00:00:00+08:00"), ("20260409200500", "2026-04-09T20:05:00+08:00"),
      ("46121.8368055556", "2026-04-09T20:05:00+08:00"), ("09.04.2026 20:05:07", "2026-04-09T20:05:07+08:00"),
      ("2026-04-09 20:05:00 GMT+1", "2026-04-09T20:05:00+01:00"), ("1775736300", "2026-04-09T20:05:00+08:00"),
      ("2026-04-09 20:05:00 -0400", "2026-04-09T20:05:00-04:00"), ("9/4/26 20:05", "2026-04-09T20:05:00+08:00"),
      ("2026-4-9T8:05", "2026-04-09T08:05:00+08:00"), ("12:05 PM", nil), ("31/31/2026", nil), ("soon", nil),
    ] as [(String, String?)])
  func readsTimes(_ text: String, _ moment: String?) {
    #expect(TimeStyle.china.read(text) == moment.flatMap { WallTime.parse($0)?.time })
  }

  @Test(
    arguments: [
      (["03/04/2026 10:00", "04/13/2026 09:00"], TimeStyle.DateOrder.monthDayYear, false),
      (["03/04/2026 10:00", "13/04/2026 09:00"], .dayMonthYear, false),
      // One show's orders lie close together.
      (["04/10/2026 20:00", "04/11/2026 20:00", "04/12/2026 01:00"], .monthDayYear, true),
      (["10/04/2026 20:00", "11/04/2026 20:00", "12/04/2026 01:00"], .dayMonthYear, true),
      (["04/10/2026 8:00:00 PM"], .monthDayYear, true),
      (["05/05/2026"], .dayMonthYear, true),
      (["5.4.2026"], .dayMonthYear, false),
    ] as [([String], TimeStyle.DateOrder, Bool)])
  func findsTheOrderOfDayAndMonth(_ dates: [String], _ order: TimeStyle.DateOrder, _ isDoubtful: Bool) {
    var evidence = DateEvidence()
    for text in dates { if let date = DateShape(text) { evidence.note(date, text) } }
    #expect(evidence.order(usual: .dayMonthYear) == order)
    #expect((evidence.doubt(usual: .dayMonthYear) != nil) == isDoubtful)
  }

  @Test(arguments: [
    ("6.93E+18", true), ("1,02E+11", true), ("5.8e17", true), ("12E4", false), ("SKU1", false), ("1E5A", false),
    ("693", false),
  ])
  func knowsNumbersWithExponents(_ text: String, _ has: Bool) {
    #expect(IdentifierText.hasExponent(text) == has)
  }

  @Test func statusesSayWhatTheyMeanInAnyWording() {
    func meaning(_ text: String) -> StatusMeaning { OrderStatusWords.meaning(of: text) }
    #expect(meaning("unpaid") == .unpaid && meaning("Paid") == .paid)
    #expect(meaning("未发货，退款成功") == [.unshipped, .refunded])
    #expect(meaning("已发货，待签收") == .shipped)
    #expect(meaning("卖家已发货，等待买家确认") == .shipped)
    #expect(meaning("partially_refunded") == [.refunded, .partly])
    #expect(meaning("無售後或售後取消") == .declined)
    #expect(meaning("退款关闭") == .declined && meaning("退款中") == .asked)
    #expect(meaning("wc-cancelled") == .closed && meaning("Unfulfilled") == .unshipped)
    #expect(meaning("啦啦") == [])
  }
}
