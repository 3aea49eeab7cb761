import RoomEngine
import Testing

/// Reasons are stored as sentences: their parts must be found in them again.
@Suite struct PresentationReasonTests {
  @Test(
    arguments: [
      (
        "stinger next-product, then 保温杯 heard",
        [.stinger(name: "next-product"), .heard(text: "保温杯", count: 1, seconds: 0)]
      ),
      ("operator's click", [.click]),
      (
        "music sets in, then operator's click, then 口红 heard 3 times in 12 s",
        [.musicBegan, .click, .heard(text: "口红", count: 3, seconds: 12)]
      ),
      (
        "a long silence, then air fryer heard twice in 4 s",
        [.silence, .heard(text: "air fryer", count: 2, seconds: 4)]
      ),
      ("likeliest product from what was heard", [.likeliest]),
      ("羽绒服 is sold together with 保温杯", [.bundle(product: "羽绒服", with: "保温杯")]),
      ("内蒙古风干牛肉 has begun", [.followed(by: "内蒙古风干牛肉")]),
      ("talk has turned away from the product", [.turnedAway]), ("no longer spoken of", [.noLongerSpokenOf]),
      ("the show is over", [.showOver]), ("only named by the way", [.onlyNamed(instead: nil)]),
      ("only named by the way; 口红 is on stage", [.onlyNamed(instead: "口红")]),
    ] as [(String, [PresentationReason])])
  func partsAreFoundAgain(_ sentence: String, _ parts: [PresentationReason]) {
    #expect(PresentationReason.parts(of: sentence) == parts)
  }

  @Test(arguments: ["", "heard", "because of the weather", "stinger ", ", then ", "口红 heard 3 times in many s"])
  func otherWordingsHaveNone(_ sentence: String) {
    #expect(PresentationReason.parts(of: sentence) == nil)
  }
}
