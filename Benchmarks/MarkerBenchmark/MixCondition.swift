/// What happens to a stinger, and to the mix, on the way to the listener.
struct MixCondition {
  var name: String
  /// Of the stinger over the background, each measured by its root mean square, decibels.
  var decibels: Double = -3
  /// Corner frequencies, hertz.
  var highpass: Int?
  var lowpass: Int?
  /// Playing speed of the stinger: 1.005 is half a per cent fast.
  var speed = 1.0
  /// Whether the mix goes through AAC at 48 kb/s.
  var coded = false

  static let all: [MixCondition] = [
    MixCondition(name: "0 dB", decibels: 0),
    MixCondition(name: "-6 dB", decibels: -6),
    MixCondition(name: "-9 dB", decibels: -9),
    MixCondition(name: "-12 dB", decibels: -12),
    MixCondition(name: "-6 dB, high-pass 700", decibels: -6, highpass: 700),
    MixCondition(name: "-6 dB, low-pass 3500", decibels: -6, lowpass: 3500),
    MixCondition(name: "-6 dB, 700 to 3500", decibels: -6, highpass: 700, lowpass: 3500),
    MixCondition(name: "-6 dB, AAC 48k", decibels: -6, coded: true),
    MixCondition(name: "-6 dB, 450 to 3500, AAC 48k", decibels: -6, highpass: 450, lowpass: 3500, coded: true),
    MixCondition(name: "-3 dB, speed +0.1 %", speed: 1.001),
    MixCondition(name: "-3 dB, speed +0.3 %", speed: 1.003),
    MixCondition(name: "-3 dB, speed +0.5 %", speed: 1.005),
    MixCondition(name: "-3 dB, speed -0.5 %", speed: 0.995),
    MixCondition(name: "-6 dB, speed -0.5 %, AAC 48k", decibels: -6, speed: 0.995, coded: true),
  ]
}
