import SpeechRecognition
import TestSupport
import Testing

/// What hosts say is kept in either script, however fast; what no mouth can say is not.
struct HallucinationTests {
  private func isLikely(_ text: String, seconds: Double, meanLogProbability: Float = -0.3) -> Bool {
    Hallucination.isLikely(
      characters: text.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil },
      meanLogProbability: meanLogProbability, noSpeech: 0.1, seconds: seconds)
  }

  @Test(arguments: [
    ("okay everyone next up is the cooling pillow and you are going to love this one I promise", 4.0),
    ("only thirty nine ninety nine today and we have just two hundred of them left so be quick", 3.5),
    ("家人们接下来这款是云雾山毛尖今天直播间只要九十九块钱", 3.0),
    ("这款iPhone保护壳超薄防摔支持MagSafe磁吸", 2.0),
  ])
  func fastSpeechIsKept(_ text: String, _ seconds: Double) {
    #expect(!isLikely(text, seconds: seconds))
  }

  @Test(arguments: [
    ("okay everyone next up is the cooling pillow and you are going to love this one I promise", 1.0),
    ("家人们接下来这款是云雾山毛尖今天直播间只要九十九块钱", 1.0),
    ("thank you thank you thank you thank you thank you thank you", 6.0),
    ("谢谢观看谢谢观看谢谢观看谢谢观看谢谢观看谢谢观看", 6.0),
  ])
  func whatNobodyCanSayIsDropped(_ text: String, _ seconds: Double) {
    #expect(isLikely(text, seconds: seconds))
  }
}
