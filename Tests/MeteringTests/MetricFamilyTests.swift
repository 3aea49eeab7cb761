import Metering
import Testing

@Suite struct MetricFamilyTests {
  /// Prometheus's conventions: one prefix, `_total` on counters and only there, base units.
  @Test func namesFollowTheConventions() {
    #expect(Set(MetricFamily.all.map(\.name)).count == MetricFamily.all.count)
    for family in MetricFamily.all {
      #expect(family.name.hasPrefix("liveshelf_"), "\(family.name)")
      #expect((family.kind == .counter) == family.name.hasSuffix("_total"), "\(family.name)")
      #expect(!family.help.isEmpty && !family.labels.contains("le"), "\(family.name)")
      if case .histogram(let bounds) = family.kind {
        #expect(family.name.hasSuffix("_seconds"))
        #expect(bounds == bounds.sorted() && Set(bounds).count == bounds.count)
      }
    }
  }
}

@Suite struct HistogramTests {
  @Test func quantilesLieWithinTheirBuckets() throws {
    var histogram = Histogram()
    #expect(histogram.quantile(0.5) == nil)
    for value in [0.004, 0.004, 0.004, 0.2] { histogram.observe(value) }
    histogram.observe(.nan)
    #expect(histogram.count == 4)
    let median = try #require(histogram.quantile(0.5))
    #expect((0.0025...0.005).contains(median))
    #expect(histogram.quantile(1) == 0.2)
  }

  /// Whatever is observed: nothing is lost, the sum is right, and quantiles rise.
  @Test(arguments: 0..<20) func everyFiniteValueIsCountedOnce(seed: UInt64) throws {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var histogram = Histogram(bounds: Histogram.longDurations)
    var values: [Double] = []
    for _ in 0..<200 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      values.append(Double(state >> 40) / 64)
      histogram.observe(values[values.count - 1])
    }
    #expect(histogram.count == values.count)
    #expect(abs(histogram.sum - values.reduce(0, +)) < 1e-6 * histogram.sum)
    let quantiles = try stride(from: 0, through: 1, by: 0.05).map { try #require(histogram.quantile($0)) }
    #expect(quantiles == quantiles.sorted())
    #expect(quantiles.allSatisfy { $0 <= histogram.greatest })
  }
}
