import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Questions at a steady rate, whether answers come or not, and the times that these took.
struct QuestionRun: Sendable {
  let port: Int
  let products: Int

  private static let firsts = ["棉麻", "真丝", "羊毛", "牛仔", "碎花", "防晒", "加绒", "纯银", "保温", "折叠"]
  private static let seconds = ["衬衫", "围巾", "外套", "长裤", "水杯", "雨伞", "拖鞋", "背包"]

  static func name(_ number: Int) -> String {
    firsts[number % firsts.count] + seconds[number / firsts.count % seconds.count]
  }

  /// What a question took, in milliseconds.
  struct Timing: Sendable {
    /// Until the first event with text, of a stream.
    var first: Double
    var whole: Double
  }

  private func post(_ path: String, _ body: String, type: String) async throws -> HTTPClientResponse {
    var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)" + path)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: type)
    request.body = .bytes(ByteBuffer(string: body))
    return try await HTTPClient.shared.execute(request, timeout: .seconds(30))
  }

  func openLedger() async throws {
    let rows = (0..<products).map { "2026-04-10T19:59:00+08:00,P\($0),GZ,1000000\n" }.joined()
    let answer = try await post(
      "/v1/rooms/main/stock", "snapshot_time,sku,warehouse,on_hand\n" + rows, type: "text/csv")
    _ = try await answer.body.collect(upTo: 1 << 20)
  }

  private func order(_ number: Int) async throws {
    let line =
      #"{"event_id":"e\#(number)","order_id":"o\#(number)","event_type":"created","sku":"P\#(number % products)","#
      + #""qty":1,"unit_price":59.9,"region":"广东","warehouse":"GZ","source":"live","#
      + #""event_time":"2026-04-10T20:00:01.123+08:00"}"#
    let answer = try await post("/v1/rooms/main/orders", line, type: "application/json")
    _ = try await answer.body.collect(upTo: 1 << 20)
  }

  func ask(_ number: Int, streams: Bool) async throws -> Timing {
    let name = Self.name(number % products)
    let body = """
      {"model": "liveshelf/main", "stream": \(streams), "messages": [{"role": "user", "content": "\(name)多少钱"},
       {"role": "assistant", "content": "59.9元。"}, {"role": "user", "content": "那还有货吗"}]}
      """
    let start = ContinuousClock.now
    let response = try await post("/v1/chat/completions", body, type: "application/json")
    var first: Double?
    var text = ""
    for try await piece in response.body {
      text += String(buffer: piece)
      if first == nil, text.contains(#""content":""#), text.contains("元") || text.contains("货") || text.contains(name) {
        first = (ContinuousClock.now - start) / .milliseconds(1)
      }
    }
    guard response.status == .ok, text.contains("有货") else { throw WrongAnswer(text: text) }
    let whole = (ContinuousClock.now - start) / .milliseconds(1)
    return Timing(first: first ?? whole, whole: whole)
  }

  private struct WrongAnswer: Error {
    var text: String
  }

  func measure(rate: Int, seconds: Int, ordersPerSecond: Int, streams: Bool) async throws {
    let count = rate * seconds
    let start = ContinuousClock.now
    let all = try await withThrowingTaskGroup(of: Timing?.self) { group in
      group.addTask {
        let base = streams ? 1_000_000 : 0
        for number in 0..<(ordersPerSecond * seconds) {
          try await Task.sleep(until: start + .seconds(Double(number) / Double(ordersPerSecond)))
          try await order(base + number)
        }
        return nil
      }
      for number in 0..<count {
        try await Task.sleep(until: start + .seconds(Double(number) / Double(rate)))
        group.addTask { try await ask(number, streams: streams) }
      }
      return try await group.reduce(into: []) { all, timing in all += [timing].compactMap(\.self) }
    }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    print(
      "\(streams ? "streamed" : "whole"): \(all.count) answers in \(Self.text(elapsed)) s at \(rate)/s,",
      "\(ordersPerSecond) orders/s meanwhile:",
      "whole \(Self.quantiles(all.map(\.whole)))"
        + (streams ? ", first text \(Self.quantiles(all.map(\.first)))" : ""))
  }

  private static func quantiles(_ values: [Double]) -> String {
    let sorted = values.sorted()
    func quantile(_ share: Double) -> String {
      sorted.isEmpty ? "-" : text(sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))])
    }
    return "p50 \(quantile(0.5)), p95 \(quantile(0.95)), p99 \(quantile(0.99)) ms"
  }

  private static func text(_ value: Double) -> String { String(format: "%.1f", value) }
}
