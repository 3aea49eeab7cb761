import Delivery
import LiveshelfCore
import Testing

@Suite struct CloudEventTests {
  @Test("The bytes of an event stay as receivers know them")
  func bytes() throws {
    let event = CloudEvent(SignalType.stockoutPredicted.example, in: .china)
    #expect(
      try event.json() == #"""
        {"data":{"available":120,"confidence":0.97,"detected_at":123.4,"eta_hi_s":600,"eta_lo_s":300,"eta_s":420,"phase":"raised","product":"加绒卫衣","reason":"120 units last about 7 min (5–10 min) at the pace of this presentation.","reason_codes":["running_out"],"reason_zh":"剩 120 件，按这段讲解的速度约 7 分钟后卖完（5–10 分钟）。","room":"main","situation":"liveshelf.stock.stockout_predicted/A1","sku":"A1"},"datacontenttype":"application/json","id":"0b6f2d41c8e94a7fb3d05e6a9c1872f4","source":"/rooms/main","specversion":"1.0","subject":"A1","time":"2026-04-10T20:02:03.400+08:00","type":"liveshelf.stock.stockout_predicted"}
        """#)
    let feed = CloudEvent(SignalType.feedRecovered.example, in: .utc)
    #expect(
      try feed.json() == #"""
        {"data":{"confidence":0.97,"detected_at":123.4,"feed":"orders","lag_s":null,"phase":"resolved","product":"","reason":"Orders: Receiving https://shop.example/orders.","reason_codes":["receiving"],"reason_zh":"订单：正在接收 https://shop.example/orders。","room":"main","situation":"feed/orders","sku":""},"datacontenttype":"application/json","id":"0b6f2d41c8e94a7fb3d05e6a9c1872f4","source":"/rooms/main","specversion":"1.0","subject":"orders","time":"2026-04-10T12:02:03.400+00:00","type":"liveshelf.feed.recovered"}
        """#)
  }

  @Test("What is read back is the same event, byte for byte", arguments: SignalType.allCases)
  func roundTrip(_ type: SignalType) throws {
    var signal = type.example
    for kind in [signal.kind, .stockoutPredicted(eta: .infinity, etaLow: .nan, etaHigh: 1e300, available: .max)] {
      signal.kind = kind
      let event = CloudEvent(signal, in: .china)
      let text = try event.json()
      let read = try CloudEvent(json: text)
      #expect(try read == event && read.json() == text)
      #expect(read.detectedAt == signal.detectedAt && read.phase == signal.situation?.phase)
    }
  }
}
