import Foundation

/// Parts what host, product, hour, price and stock do to the orders of presentations: a log-linear mixed model of their
/// expectation, μ = exp(product + host + hours + minutes + …), with random effects of shows and of products within shows,
/// fitted by quasi-likelihood (Breslow and Clayton 1993, without the draws in the predictor) with restricted maximum likelihood
/// of the variances (Patterson and Thompson 1971). Intervals are Student's, on the degrees of freedom that the shows leave.
public enum EffectModel {
  private static let fewestPresentations = 20
  /// An interval that reaches over so many times tells nothing.
  private static let widest = 4.0
  private static let widestElasticity = 2.0
  private static let fewestShows = 3

  /// - Returns: nil: there are too few presentations with a known host.
  public static func fit(_ observations: [PresentationObservation]) -> EffectTable? {
    let design = EffectDesign(observations)
    guard design.rows.count >= fewestPresentations, design.shows.count >= fewestShows,
      let fitted = solve(design)
    else { return nil }
    var table = table(design, fitted.equations, fitted.variances)
    // The curve has the noise of the model with a power, which differs little.
    let banded = EffectDesign(observations, banded: true)
    if let curve = solve(banded, fitted.variances) {
      table.minutes = responseCurve(banded, curve.equations, within: freedomWithin(design))
    }
    return table
  }

  /// - Parameter known: the variances, when they are not to be estimated.
  private static func solve(
    _ design: EffectDesign, _ known: MixedEquations.Variances? = nil
  ) -> (equations: MixedEquations, variances: MixedEquations.Variances)? {
    var variances = known ?? MixedEquations.Variances()
    var predictors = design.rows.map { log($0.orders + 0.5) }
    var equations: MixedEquations?
    for round in 0..<12 {
      let expected = predictors.map { exp(min(max($0, -6), 14)) }
      let response = design.rows.indices.map { index in
        min(max(predictors[index], -6), 14) + (design.rows[index].orders - expected[index]) / expected[index]
      }
      let noise = design.rows.indices.map { index in
        max(expected[index], design.rows[index].variance) / (expected[index] * expected[index])
      }
      if known == nil, round == 4 || round == 8 {
        variances = likeliest(variances) {
          MixedEquations(design, response: response, noise: noise, $0)?.criterion ?? .infinity
        }
      }
      guard let solved = MixedEquations(design, response: response, noise: noise, variances) else { return nil }
      equations = solved
      predictors = design.rows.indices.map { solved.predictor($0) }
    }
    return equations.map { ($0, variances) }
  }

  /// Searches along each variance in turn, on a logarithmic scale.
  private static func likeliest(
    _ start: MixedEquations.Variances, _ criterion: (MixedEquations.Variances) -> Double
  ) -> MixedEquations.Variances {
    let paths: [WritableKeyPath<MixedEquations.Variances, Double>] = [\.cluster, \.row, \.show]
    var best = start
    var least = criterion(best)
    for step in [4.0, 2.0, 1.4, 1.15] {
      for path in paths {
        for direction in [step, 1 / step] {
          while true {
            var trial = best
            trial[keyPath: path] = min(max(trial[keyPath: path] * direction, 1e-5), 10)
            let value = criterion(trial)
            guard value < least - 1e-9 else { break }
            (best, least) = (trial, value)
          }
        }
      }
    }
    return best
  }

  private static func table(
    _ design: EffectDesign, _ fitted: MixedEquations, _ variances: MixedEquations.Variances
  ) -> EffectTable {
    var table = EffectTable()
    let seen = design.observations
    (table.presentations, table.shows) = (seen.count, design.shows.count)
    (table.showSpread, table.productShowSpread, table.presentationSpread) = (
      variances.show.squareRoot(), variances.cluster.squareRoot(), variances.row.squareRoot()
    )
    let between = Double(max(3, design.shows.count - design.hosts.count - design.hours.count))
    let within = freedomWithin(design)
    func mean(_ columns: [Int]) -> [(column: Int, weight: Double)] {
      columns.map { ($0, 1 / Double(columns.count)) }
    }
    let hosts = design.hosts.indices.compactMap { design.place[.host($0)] }
    let hours = design.hours.indices.compactMap { design.place[.hours($0)] }
    func against(_ column: Int, _ all: [Int]) -> [(column: Int, weight: Double)] {
      [(column, 1)] + mean(all).map { ($0.column, -$0.weight) }
    }
    if hosts.count > 1 {
      table.hosts = zip(design.hosts, hosts).map { name, column in
        effect(name, fitted.combination(against(column, hosts)), freedom: between, seen.filter { $0.host == name })
      }
    }
    if hours.count > 1 {
      table.hours = zip(design.hours, hours).map { hour, column in
        effect(
          "\(hour)–\(hour + 2)", fitted.combination(against(column, hours)), freedom: between,
          seen.filter { $0.hour / 2 * 2 == hour })
      }
    }
    let middle = mean(hosts) + mean(hours) + [(0, 1)]
    let ofProduct = Dictionary(grouping: seen, by: \.sku)
    table.products = design.products.enumerated().map { number, name in
      let own = design.place[.product(number)].map { [(column: $0, weight: 1.0)] } ?? []
      let estimate = fitted.combination(middle + own, group: design.eliminatesShows ? nil : number)
      return effect(name, estimate, freedom: within, ofProduct[name] ?? [])
    }
    func slope(_ name: String, _ column: EffectDesign.Column, times: Double = 1, _ part: [PresentationObservation])
      -> Effect?
    {
      design.place[column].map { effect(name, fitted.combination([($0, times)]), freedom: within, part) }
    }
    table.twiceAsLong = slope("twice as long", .minutes, times: log(2), seen)
    table.shownBefore = slope("each time shown before", .repeats, seen.filter { $0.nth > 1 })
    table.soldOut = slope("sold out", .empty, seen.filter { $0.emptyShare > 0 })
    table.alikeBefore = slope("alike before", .alikeBefore, seen.filter(\.followsAlike))
    table.alikeAfter = slope("alike after", .alikeAfter, seen.filter(\.precedesAlike))
    let priced = seen.filter { $0.price != nil }
    table.tenPercentOff = slope("ten per cent off", .price, times: log(0.9), priced)
    if let column = design.place[.price] {
      let (value, error) = fitted.combination([(column, 1)])
      let reach = StudentT.quantile975(freedom: within) * error
      var (reason, cause): (String?, Effect.Cause?)
      if design.pricedProducts < 2 || design.pricedClusters < 6 {
        (reason, cause) = ("prices hardly changed", .pricesHardlyChanged)
      } else if reach > widestElasticity / 2 {
        (reason, cause) = ("prices changed too little, or together with something else", .notParted)
      }
      table.priceElasticity = Effect(
        name: "price", times: value, low: value - reach, high: value + reach, isTold: reason == nil, reason: reason,
        cause: cause, presentations: priced.count, shows: Set(priced.map(\.show)).count)
      table.tenPercentOff?.isTold = reason == nil
      table.tenPercentOff?.reason = reason
      table.tenPercentOff?.cause = cause
    }
    return table
  }

  /// Degrees of freedom of what differs within shows.
  private static func freedomWithin(_ design: EffectDesign) -> Double {
    Double(max(5, design.clusters.count - design.products.count - design.columns.count / 4))
  }

  private static func responseCurve(
    _ design: EffectDesign, _ fitted: MixedEquations, within: Double
  ) -> [Effect] {
    let parts = Dictionary(grouping: design.observations) { EffectDesign.band(of: $0.minutes) }
    guard design.bands.count > 1,
      let usual = design.bands.max(by: { parts[$0, default: []].count < parts[$1, default: []].count }),
      let origin = design.place[.band(usual)]
    else { return [] }
    return design.bands.compactMap { band in
      design.place[.band(band)].map { column in
        let weights = column == origin ? [] : [(column: column, weight: 1.0), (column: origin, weight: -1.0)]
        return effect(
          EffectDesign.name(ofBand: band), fitted.combination(weights), freedom: within, parts[band] ?? [])
      }
    }
  }

  private static func effect(
    _ name: String, _ estimate: (value: Double, error: Double), freedom: Double, _ part: [PresentationObservation]
  ) -> Effect {
    let reach = StudentT.quantile975(freedom: freedom) * estimate.error
    func times(_ value: Double) -> Double { exp(min(max(value, -40), 40)) }
    let (low, high) = (times(estimate.value - reach), times(estimate.value + reach))
    let shows = Set(part.map(\.show)).count
    var (reason, cause): (String?, Effect.Cause?)
    if shows < fewestShows {
      (reason, cause) = ("only \(shows) shows", .fewShows)
    } else if !(high <= low * widest) {
      (reason, cause) = ("what it goes along with cannot be parted from it in these shows", .notParted)
    }
    return Effect(
      name: name, times: times(estimate.value), low: low, high: high, isTold: reason == nil, reason: reason,
      cause: cause, presentations: part.count, shows: shows)
  }
}

/// Student's distribution.
enum StudentT {
  /// The 97.5 % quantile, by the expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5); within 0.01 from 3 degrees of
  /// freedom on.
  static func quantile975(freedom: Double) -> Double {
    let (z, n) = (1.959_963_984_540_054, max(3, freedom))
    let (z3, z5, z7) = (z * z * z, z * z * z * z * z, z * z * z * z * z * z * z)
    let first = (z3 + z) / 4 / n
    let second = (5 * z5 + 16 * z3 + 3 * z) / 96 / (n * n)
    let third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384 / (n * n * n)
    return z + first + second + third
  }
}
