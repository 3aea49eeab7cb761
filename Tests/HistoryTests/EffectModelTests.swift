import Foundation
import History
import Testing

@Suite struct EffectModelTests {
  /// Shows of five hosts with thirty products, after the law of a season: pull × (minutes / 5)^0.7 × host × hour × 0.85 for each
  /// earlier one × price^elasticity, with log-normal noise of show, product in a show and presentation, and Poisson counts.
  struct MadeSeason {
    static let elasticity = -1.5
    static let alike = 0.8
    let hosts: [String: Double]
    let observations: [PresentationObservation]

    init(seed: UInt64, shows: Int = 160, changesPrices: Bool = true, hosts names: [String] = ["A", "B", "C", "D", "E"])
    {
      var random = Dice(seed: seed)
      let pulls = (0..<30).map { _ in 8 * exp(random.normal() * 0.9) }
      let hosts = Dictionary(uniqueKeysWithValues: names.map { ($0, exp(random.normal() * 0.25)) })
      let hours = [10: 0.6, 14: 0.65, 18: 0.85, 20: 1.0, 22: 0.9]
      var observations: [PresentationObservation] = []
      for show in 0..<shows {
        let host = names[random.below(names.count)]
        let start = [10, 14, 18, 20][random.below(4)]
        let level = exp(random.normal() * 0.12)
        var shown: [Int: Int] = [:]
        var draws: [Int: (noise: Double, price: Double)] = [:]
        var before: Int?
        for number in 0..<18 {
          let product = random.below(30)
          let nth = (shown[product] ?? 0) + 1
          shown[product] = nth
          let hour = start + number / 9 * 2
          let draw =
            draws[product]
            ?? (
              exp(random.normal() * 0.35), changesPrices && random.below(3) == 0 ? exp(random.normal() * 0.2) : 1
            )
          draws[product] = draw
          let minutes = 1 + 11 * random.unit()
          // Products of one third are alike: the later one loses a fifth.
          let follows = before.map { $0 != product && $0 % 3 == product % 3 } ?? false
          before = product
          let mean =
            pulls[product] * pow(minutes / 5, 0.7) * (hosts[host] ?? 1) * (hours[hour] ?? 1)
            * pow(0.85, Double(nth - 1)) * (follows ? Self.alike : 1)
            * pow(draw.price, Self.elasticity) * level * draw.noise * exp(random.normal() * 0.25)
          observations.append(
            PresentationObservation(
              show: "show \(show)", sku: "P\(product)", host: host, hour: hour, minutes: minutes, nth: nth,
              price: 50 * draw.price, followsAlike: follows, orders: Double(random.poisson(mean))))
        }
      }
      let middle = exp(hosts.values.reduce(0) { $0 + log($1) } / Double(hosts.count))
      self.hosts = hosts.mapValues { $0 / middle }
      self.observations = observations
    }
  }

  @Test func effectsAreRecoveredWithHonestIntervals() throws {
    var errors: [String: [Double]] = [:]
    var (covered, intervals) = (0, 0)
    for seed in 1...24 {
      let season = MadeSeason(seed: UInt64(seed))
      let table = try #require(EffectModel.fit(season.observations))
      func note(_ kind: String, _ effect: Effect, _ truth: Double) {
        errors[kind, default: []].append(abs(effect.times - truth) / abs(truth))
        intervals += 1
        if effect.low <= truth, truth <= effect.high { covered += 1 }
        #expect(effect.isTold, "\(kind): \(effect.reason ?? "")")
      }
      for host in table.hosts { note("host", host, try #require(season.hosts[host.name])) }
      note("price", try #require(table.priceElasticity), MadeSeason.elasticity)
      note("minutes", try #require(table.twiceAsLong), pow(2, 0.7))
      note("shown before", try #require(table.shownBefore), 0.85)
      note("alike before", try #require(table.alikeBefore), MadeSeason.alike)
      // The curve, against the minutes that occur most: the mean of the power over a band, for minutes that are even in it.
      let bands = ["1–2": 1.0...2, "2–4": 2...4, "4–8": 4...8, "8–16": 8...12]
      let usual = try #require(table.minutes.first { $0.low == $0.high })
      func level(_ name: String) throws -> Double {
        let band = try #require(bands[name])
        return stride(from: 0.005, to: 1, by: 0.01).reduce(0) {
          $0 + pow(band.lowerBound + $1 * (band.upperBound - band.lowerBound), 0.7) / 100
        }
      }
      #expect(table.minutes.count == 4 && usual.times == 1)
      for effect in table.minutes where effect != usual {
        note("curve", effect, try level(effect.name) / level(usual.name))
      }
    }
    for (kind, list) in errors {
      let median = list.sorted()[list.count / 2]
      #expect(median <= 0.1, "\(kind): the median error is \(median)")
    }
    let share = Double(covered) / Double(intervals)
    #expect((0.9...0.99).contains(share), "\(covered) of \(intervals) intervals hold the truth")
    print(
      "effects: \(errors.mapValues { $0.sorted()[$0.count / 2] }), \(covered) of \(intervals) intervals hold the truth")
  }

  @Test func whatCannotBeKnownIsNotTold() throws {
    let unchanged = try #require(EffectModel.fit(MadeSeason(seed: 5, changesPrices: false).observations))
    #expect(unchanged.priceElasticity == nil && unchanged.tenPercentOff == nil)
    // One price changed once.
    var few = MadeSeason(seed: 6, changesPrices: false).observations
    few[3].price = 30
    let once = try #require(EffectModel.fit(few)?.priceElasticity)
    #expect(!once.isTold && once.reason != nil)
    // Each host has products of her own: host and product cannot be parted.
    let apart = MadeSeason(seed: 7, shows: 40, hosts: ["A", "B"]).observations.map { one in
      var one = one
      one.sku = one.host + one.sku
      return one
    }
    let hosts = try #require(EffectModel.fit(apart)).hosts
    #expect(hosts.count == 2 && hosts.allSatisfy { !$0.isTold })
    #expect(EffectModel.fit([]) == nil)
    #expect(EffectModel.fit(Array(MadeSeason(seed: 8).observations.prefix(18))) == nil)
    #expect(try #require(EffectModel.fit(MadeSeason(seed: 9, hosts: ["A"]).observations)).hosts.isEmpty)
  }

  /// Nothing that a file may hold stops it.
  @Test func strangePresentationsDoNoHarm() {
    var all = MadeSeason(seed: 10, shows: 20).observations
    for (index, orders) in [0, 1e12, .nan, .infinity, -5, 1e-9].enumerated() { all[index].orders = orders }
    all[10].price = 0
    all[11].price = 1e12
    all[12].minutes = 1e9
    all[13].variance = 1e12
    all[14].hour = 99
    if let table = EffectModel.fit(all) {
      for effect in table.hosts + table.products { #expect(effect.times.isFinite, "\(effect.name)") }
    }
    for index in all.indices { all[index].orders = 0 }
    _ = EffectModel.fit(all)
  }
}
