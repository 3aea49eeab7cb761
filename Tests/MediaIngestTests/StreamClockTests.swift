import Foundation
import LiveshelfCore
import MediaIngest
import TestSupport
import Testing

/// The stream clock, seen from outside: where clicks come out that went in at known times.
@Suite(.timeLimit(.minutes(3))) struct StreamClockTests {
  /// Writes a stream into a named pipe on a thread of its own and gives the pipe's path.
  private func pipe(_ write: @escaping @Sendable (_ emit: ([UInt8]) -> Void) -> Void) throws -> String {
    let path = try TestData.temporaryFolder().appending(path: "stream.flv").path
    try #require(mkfifo(path, 0o600) == 0)
    Thread {
      let descriptor = open(path, O_WRONLY)
      defer { close(descriptor) }
      write { bytes in
        bytes.withUnsafeBytes { buffer in
          var rest = buffer[...]
          while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
          }
        }
      }
    }.start()
    return path
  }

  /// The seconds at which clicks begin in what a source yields.
  private func clicks(_ source: MediaSource) throws -> (times: [Double], reading: Reading) {
    let reader = try MediaReader(source)
    var reading = Reading()
    var times: [Double] = []
    var peak: (value: Float, sample: Int64)?
    while let event = try reader.next() {
      reading.add(event)
      guard case .audio(let block) = event else { continue }
      for (index, value) in block.samples.enumerated() {
        let sample = block.firstSample + Int64(index)
        if abs(value) > 0.2, abs(value) > peak?.value ?? 0 { peak = (abs(value), sample) }
        if let found = peak, sample - found.sample > 160 {
          times.append(Double(found.sample) / Double(AudioFormat.sampleRate))
          peak = nil
        }
      }
    }
    return (times, reading)
  }

  /// Streams of `hours` whose encoder's crystal is off by parts per million, with time stamps cut to milliseconds that
  /// pass 2³² on the way.
  @Test(arguments: [(4.0, 0.0), (4.0, 40.0), (4.0, -40.0), (8.0, 25.0)])
  func hoursStayWithinAMillisecond(hours: Double, partsPerMillion: Double) throws {
    let rate = 8_000.0 * (1 + partsPerMillion / 1e6)
    let packet = 171
    let path = try pipe { emit in
      var writer = FLVWriter()
      var sample = 0
      var nextClick = 30.0
      while Double(sample) / rate < hours * 3600 {
        var samples = [UInt8](repeating: FLVWriter.silence, count: packet)
        if Double(sample + packet) / rate > nextClick {
          let index = Int(nextClick * rate) - sample
          if samples.indices.contains(index) { samples[index] = FLVWriter.click }
          nextClick += 30
        }
        let milliseconds = Int64((Double(sample) / rate * 1000).rounded(.down))
        writer.muLaw(timestamp: 4_290_000_000 + milliseconds, samples)
        sample += packet
        if writer.bytes.count > 60_000 { emit(writer.take()) }
      }
      emit(writer.take())
    }
    let (times, reading) = try clicks(MediaSource(path))
    #expect(reading.isContiguous)
    #expect(reading.discontinuities.isEmpty)
    #expect((Int(hours * 120) - 1...Int(hours * 120)).contains(times.count))
    let worst = times.enumerated().map { abs($1 - Double(Int(Double($0 + 1) * 30 * rate)) / rate) }.max() ?? .infinity
    #expect(worst <= 0.001, "\(worst * 1000) ms")
  }

  @Test func gapIsFilledAndStated() throws {
    var writer = FLVWriter()
    for packet in 0..<500 where !(100..<150).contains(packet) {
      var samples = [UInt8](repeating: FLVWriter.silence, count: 160)
      if packet == 200 { samples[0] = FLVWriter.click }
      writer.muLaw(timestamp: Int64(packet) * 20, samples)
    }
    let file = try TestData.temporaryFolder().appending(path: "gap.flv")
    try Data(writer.bytes).write(to: file)
    let (times, reading) = try clicks(MediaSource(file.path))
    #expect(times.count == 1)
    #expect(abs((times.first ?? 0) - 4) < 0.001)
    #expect(abs(reading.lostSeconds - 1) < 0.001)
    #expect(reading.discontinuities.map(\.kind) == [.gap])
    #expect(abs(reading.seconds - 10) < 0.001)
  }

  /// A single wrong time stamp is not believed; an hour's jump that lasts is a jump, in either direction.
  @Test(arguments: [3_600_000, -3_600_000] as [Int64]) func jumpOfAnHourLosesNothing(jump: Int64) throws {
    var writer = FLVWriter()
    for packet in 0..<500 {
      var samples = [UInt8](repeating: FLVWriter.silence, count: 160)
      if packet == 400 { samples[0] = FLVWriter.click }
      let wrong: Int64 = packet == 50 ? 77_777 : packet >= 250 ? jump : 0
      writer.muLaw(timestamp: 5_000_000 + Int64(packet) * 20 + wrong, samples)
    }
    let file = try TestData.temporaryFolder().appending(path: "jump.flv")
    try Data(writer.bytes).write(to: file)
    let (times, reading) = try clicks(MediaSource(file.path))
    #expect(abs((times.first ?? 0) - 8) < 0.001)
    #expect(reading.discontinuities.map(\.kind) == [.timestampJump])
    #expect(reading.lostSeconds == 0)
    #expect(abs(reading.seconds - 10) < 0.001)
  }

  @Test func soundThatStartsLateIsLedBySilence() throws {
    var writer = FLVWriter()
    writer.tag(9, timestamp: 1000, [0x17, 1, 0, 0, 0, 0])
    for packet in 0..<50 {
      writer.muLaw(timestamp: 21_000 + Int64(packet) * 20, [UInt8](repeating: FLVWriter.click, count: 160))
    }
    let file = try TestData.temporaryFolder().appending(path: "late.flv")
    try Data(writer.bytes).write(to: file)
    let reading = try Reading(MediaSource(file.path), keepingSamples: true)
    #expect(reading.discontinuities.map(\.kind) == [.lateStart])
    #expect(abs(reading.seconds - 21) < 0.001)
    #expect(reading.pcm[..<319_000].allSatisfy { $0 == 0 })
  }
}
