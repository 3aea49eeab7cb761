import LiveshelfCore
import Testing

@Suite struct PersonalDataTests {
  @Test(arguments: [
    "打我电话13912345678谢谢", "139 1234 5678", "139-1234-5678", "１３９１２３４５６７８", "1 3 9 1 2 3 4 5 6 7 8", "139.1234.5678",
    "+86 139 1234 5678", "一三九一二三四五六七八", "幺三九，一二三四，五六七八", "(415) 555-2671", "+1 415 555 2671", "010-12345678",
    "身份证330106199003071234", "6222 0213 0211 4567 890", "canary@example.com", "加我微信 canary_88", "qq: 123456",
    "vx canary88",
    "看 https://canary.example/x", "①③⑨①②③④⑤⑥⑦⑧",
  ])
  func contactsAreTakenOut(text: String) {
    let redacted = PersonalData.redacted(text)
    #expect(redacted.contains(PersonalData.contactMark), "\(redacted)")
    let digits = redacted.unicodeScalars.filter { $0.properties.numericType != nil }
    #expect(digits.count < 5 && !redacted.contains("canary"), "\(redacted)")
    #expect(PersonalData.redacted(redacted) == redacted)
  }

  @Test(arguments: [
    ("收货人：王金雀", "金雀"), ("我叫王金雀，有货吗", "金雀"), ("王金雀女士的订单", "金雀"), ("my name is Canary Finch", "finch"),
    ("杭州市西湖区文三路478号3栋201室", "文三"), ("寄到文三路478号", "文三"), ("3栋201室", "201"), ("地址：浙江省杭州市西湖区", "杭州"),
    ("ship to 221 Baker Street", "baker"), ("地址是 文三街道9号楼", "文三"),
  ])
  func peopleAndHomesAreTakenOut(text: String, part: String) {
    let redacted = PersonalData.redacted(text)
    #expect(redacted.contains(PersonalData.personMark) && !redacted.lowercased().contains(part), "\(redacted)")
    #expect(PersonalData.redacted(redacted) == redacted)
  }

  @Test(arguments: [
    "3号链接还有货吗", "红色XL码有吗", "59.9一件 129两件 三件199", "这款适合女士穿吗", "买家秀好看", "1米65 105斤穿什么码", "发货地址是哪里",
    "1,299 和 1,499 的区别", "一二三上链接", "路过看看", "6666", "size 38 or 39?", "", "  ", "有没有9折", "满300减40",
  ])
  func whatViewersAskStays(text: String) {
    #expect(PersonalData.redacted(text) == text)
  }

  /// Whatever comes, redacting ends, does not trap, and is done with one time.
  @Test func redactingTwiceChangesNothing() {
    var dice = SeededDice(5)
    let pieces = [
      "1", "39", "1234", "５", "一", "零", " ", "-", "+", "号", "路", "街", "栋", "室", "单元", "微信", "地址", ":", "我叫", "王", "先生",
      "a", "@", ".",
      "http", "。", "\u{301}", "👩‍👩‍👧", "\0", "street", "st", "*", "**", "***",
    ]
    for _ in 0..<3000 {
      let text = (0..<Int.random(in: 0..<14, using: &dice)).map { _ in
        pieces[Int.random(in: pieces.indices, using: &dice)]
      }.joined()
      let once = PersonalData.redacted(text)
      let twice = PersonalData.redacted(once)
      #expect(PersonalData.redacted(twice) == twice, "\(text.debugDescription)")
    }
  }
}
