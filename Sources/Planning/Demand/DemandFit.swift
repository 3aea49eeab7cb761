import Foundation
import LiveshelfCore

/// Learns the demand model from history: shared effects, each product's level over time, the shelf's share, what refusals
/// tell. An empirical Bayes fit by turns: levels given effects (kernel-smoothed), effects given levels.
struct DemandFit: Sendable {
  let data: PlanData
  let stage: StageHistory
  var effects: SharedEffects
  /// Shelf lines a day for each unit of level, by product.
  var shelfRatio: [Double]
  /// Lines left to the shelf for each live line.
  var afterglow = 0.1
  /// The share of lost demand that shows as refusals.
  var seenShare = 0.5
  /// Prior of the log level: mean and deviation by product.
  var priorMean: [Double]
  var priorDeviation: [Double]
  var settings = LevelFilter.Settings()
  /// Days of each product as the filter takes them.
  var days: [[LevelFilter.Day]]
  /// Log slopes a day that are considered, and their prior by category.
  static let slopes = [-0.06, -0.03, -0.012, 0.0, 0.02]
  var slopePrior: [[Double]]
  /// What is new has its fall before it: odds of the slopes against those of its category.
  private static let tilt = [1.5, 1.5, 1, 0.6, 0.3]

  private static let kernelDays = 5.0
  /// Log of how much more a new product draws than one of its kind in mid-life.
  private static let novelty = 0.2
  /// The scale of a new product's prior against the spread of known ones: its tails are Student's.
  private static let kindred = 0.8
  /// What a new product draws on its first days, of what it draws once it is known: learnt from launches, drawn to this.
  private static let usualAwareness = [0.45, 0.8]
  private var awareness = usualAwareness

  /// The share of its level that a product can draw on a day: a new one is not yet known.
  func awareness(_ product: Int, _ day: Int) -> Double {
    guard let first = data.products[product].sellFrom else { return 1 }
    let age = day - first
    return age >= 0 && age < awareness.count ? awareness[age] : 1
  }

  init(_ data: PlanData, _ stage: StageHistory) {
    self.data = data
    self.stage = stage
    effects = SharedEffects(data)
    let count = data.products.count
    shelfRatio = [Double](repeating: 1, count: count)
    priorMean = [Double](repeating: 0, count: count)
    priorDeviation = [Double](repeating: 1.2, count: count)
    days = Array(repeating: [], count: count)
    slopePrior = Array(repeating: [0.1, 0.24, 0.34, 0.25, 0.07], count: data.categories.count)
  }

  /// - Parameter progress: shares from 0 to 1.
  mutating func fit(progress: (Double) -> Void) {
    for round in 0..<6 {
      collect()
      let levels = smooth()
      learnRatios(levels)
      learnPriors(levels)
      if round >= 2 {
        learnSeenShare(levels)
        learnAwareness()
      }
      improveEffects(levels)
      progress(Double(round + 1) / 12)
    }
    collect()
    learnPriors(smooth())
    learnSettings(progress: progress)
  }

  // MARK: - Days

  /// Asked lines: what was ordered and, for each refusal seen, its share of those unseen.
  private func asked(_ created: Double, _ refused: Double) -> Double {
    created + refused / seenShare
  }

  mutating func collect() {
    let count = stage.dayCount
    let first = stage.firstDay
    for product in data.products.indices {
      var list = [LevelFilter.Day](repeating: LevelFilter.Day(), count: count)
      let category = data.products[product].category
      for index in 0..<count {
        let day = first + index
        list[index].isMissing = stage.isMissing[index]
        guard data.products[product].isOnSale(day) else { continue }
        list[index].shelf = asked(stage.shelf[product][index], stage.shelfRefused[product][index])
        let features =
          [effects.weekday(day, data)] + effects.promotions(day, category: category, data)
        list[index].shelfExposure =
          shelfRatio[product] * effects.factor(features) * awareness(product, day)
      }
      days[product] = list
    }
    for presentation in stage.presentations {
      let index = presentation.day - first
      guard days[presentation.product].indices.contains(index) else { continue }
      days[presentation.product][index].live += asked(presentation.created, presentation.refused)
      days[presentation.product][index].exposure +=
        effects.factor(features(presentation)) * awareness(presentation.product, presentation.day)
    }
    for product in days.indices {
      for index in days[product].indices {
        let before = index > 0 ? days[product][index - 1].live : 0
        days[product][index].shelfAfter =
          afterglow * (0.6 * days[product][index].live + 0.4 * before)
      }
    }
  }

  func features(_ presentation: StageHistory.Presentation) -> [SharedEffects.Feature] {
    effects.features(
      minutes: presentation.minutes, repetition: presentation.repetition, hour: presentation.hour,
      show: data.shows[presentation.show])
      + [effects.weekday(presentation.day, data)]
      + effects.promotions(
        presentation.day, category: data.products[presentation.product].category, data)
  }

  // MARK: - Levels

  /// Kernel-smoothed levels by product and day, both ways in time, drawn to the prior where data are thin.
  private func smooth() -> [[Double]] {
    days.indices.map { product in
      let list = days[product]
      let usual = exp(priorMean[product])
      var (top, bottom) = (
        [Double](repeating: 0, count: list.count), [Double](repeating: 0, count: list.count)
      )
      for (index, day) in list.enumerated() where !day.isMissing {
        if day.exposure > 0 {
          let weight = 1 / (1 + usual * day.exposure * settings.showScatter)
          top[index] += weight * day.live
          bottom[index] += weight * day.exposure
        }
        if day.shelfExposure > 0 {
          let weight = 1 / (1 + usual * day.shelfExposure * settings.shelfScatter)
          top[index] += weight * max(0, day.shelf - day.shelfAfter)
          bottom[index] += weight * day.shelfExposure
        }
      }
      let decay = exp(-1 / Self.kernelDays)
      // The prior counts as much as half a unit of exposure.
      var result = [Double](repeating: 0, count: list.count)
      var (a, b) = (0.0, 0.0)
      var forward = [(Double, Double)](repeating: (0, 0), count: list.count)
      for index in list.indices {
        a = a * decay + top[index]
        b = b * decay + bottom[index]
        forward[index] = (a, b)
      }
      (a, b) = (0, 0)
      for index in list.indices.reversed() {
        let (x, y) = (forward[index].0 + a, forward[index].1 + b)
        result[index] = max(1e-4, (x + 0.5 * usual) / (y + 0.5))
        a = (a + top[index]) * decay
        b = (b + bottom[index]) * decay
      }
      return result
    }
  }

  /// Shelf lines for each unit of level: the product's own, drawn to its category's.
  private mutating func learnRatios(_ levels: [[Double]]) {
    var (top, bottom) = (
      [Double](repeating: 0, count: days.count), [Double](repeating: 0, count: days.count)
    )
    var (afterTop, afterBottom) = (0.1 * 400, 400.0)
    var live = [Double](repeating: 0, count: days.count)
    var exposure = live
    for product in days.indices {
      for (index, day) in days[product].enumerated() where !day.isMissing && day.shelfExposure > 0 {
        let plain = day.shelfExposure / shelfRatio[product]
        top[product] += max(0, day.shelf - day.shelfAfter)
        bottom[product] += plain
        live[product] += day.live
        exposure[product] += day.exposure
        // Days after shows against the level tell what presentations leave behind.
        let leftBehind = afterglow > 0 ? day.shelfAfter / afterglow : 0
        let mean = levels[product][index] * day.shelfExposure + day.shelfAfter
        if leftBehind > 0 {
          let weight = 1 / (1 + mean * settings.shelfScatter) / max(mean, 0.5)
          afterTop += weight * leftBehind * (day.shelf - levels[product][index] * day.shelfExposure)
          afterBottom += weight * leftBehind * leftBehind
        }
      }
    }
    afterglow = max(0, min(0.6, afterTop / afterBottom))
    var occasions = [Double](repeating: 0, count: days.count)
    for presentation in stage.presentations { occasions[presentation.product] += 1 }
    // The live level alone says what the ratio refers to.
    for category in data.categories.indices {
      let members = data.products.indices.filter { data.products[$0].category == category }
      var (logs, weights) = (0.0, 0.0)
      for product in members
      where live[product] >= 5 && exposure[product] > 0 && bottom[product] > 0 && top[product] > 0 {
        let ratio = (top[product] / bottom[product]) / (live[product] / exposure[product])
        logs += log(max(0.02, min(50, ratio)))
        weights += 1
      }
      let usual = exp(logs / (weights + 1))
      for product in members {
        guard exposure[product] > 0, bottom[product] > 0, live[product] > 0 else {
          shelfRatio[product] = usual
          continue
        }
        let own = log(
          max(
            0.02,
            min(50, (top[product] + 0.5) / bottom[product] / (live[product] / exposure[product]))))
        let noise =
          settings.showScatter / max(1, 0.6 * occasions[product]) + 1 / max(1, live[product]) + 1
          / max(1, top[product])
        let trust = 0.1 / (0.1 + noise)
        shelfRatio[product] = exp(trust * own + (1 - trust) * log(usual))
      }
    }
  }

  /// What a product of its category, price and supply usually draws: a ridge regression over products with a history.
  private mutating func learnPriors(_ levels: [[Double]]) {
    let categories = data.categories.count
    let n = categories + 3
    var rows: [(x: [Double], y: Double, weight: Double)] = []
    var means = [Double](repeating: 0, count: 3)
    let extra = data.products.map { product -> [Double] in
      let moq = log(Double(max(1, product.supply?.minimum ?? 1)))
      let capacity = log(Double(max(1, product.supply?.capacity ?? 1)))
      return [log(product.price), moq, capacity]
    }
    for row in extra { for index in 0..<3 { means[index] += row[index] / Double(extra.count) } }
    func x(_ product: Int) -> [Double] {
      var x = [Double](repeating: 0, count: n)
      x[data.products[product].category] = 1
      for index in 0..<3 { x[categories + index] = extra[product][index] - means[index] }
      return x
    }
    var overall = (0.0, 0.0)
    for product in data.products.indices {
      let list = days[product].indices.filter {
        days[product][$0].exposure + days[product][$0].shelfExposure > 0
      }
      let amount = list.reduce(0.0) {
        $0 + days[product][$1].exposure + days[product][$1].shelfExposure
      }
      guard amount > 2 else { continue }
      let recent = list.suffix(10)
      let y = recent.reduce(0.0) { $0 + log(levels[product][$1]) } / Double(recent.count)
      rows.append((x(product), y, min(1, amount / 10)))
      overall = (overall.0 + y, overall.1 + 1)
    }
    let center = overall.1 > 0 ? overall.0 / overall.1 : 0
    var matrix = [Double](repeating: 0, count: n * n)
    var right = [Double](repeating: 0, count: n)
    for index in 0..<n { matrix[index * n + index] = index < categories ? 0.7 : 3 }
    for row in rows {
      for i in 0..<n where row.x[i] != 0 {
        right[i] += row.weight * row.x[i] * (row.y - center)
        for j in 0..<n { matrix[i * n + j] += row.weight * row.x[i] * row.x[j] }
      }
    }
    guard let inverse = SharedEffects.inverse(matrix, n) else { return }
    var coefficients = [Double](repeating: 0, count: n)
    for i in 0..<n { for j in 0..<n { coefficients[i] += inverse[i * n + j] * right[j] } }
    func predicted(_ x: [Double]) -> Double {
      center + zip(x, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var squares = 6 * 1.0
    for row in rows {
      squares += row.weight * (row.y - predicted(row.x)) * (row.y - predicted(row.x))
    }
    let spread = (squares / (6 + rows.reduce(0) { $0 + $1.weight })).squareRoot()
    for product in data.products.indices {
      // What is new draws more than it will later: its life cycle is at the start.
      priorMean[product] =
        predicted(x(product)) + (data.products[product].sellFrom == nil ? 0 : Self.novelty)
      priorDeviation[product] =
        max(0.35, min(1.5, 1.15 * spread)) * (data.products[product].sellFrom == nil ? 1 : Self.kindred)
    }
  }

  /// What share of lost demand is refused visibly: refusals against what was missing on days with refusals.
  private mutating func learnSeenShare(_ levels: [[Double]]) {
    var (refused, missing) = (0.5 * 150, 150.0)
    let first = stage.firstDay
    var liveRefused: [[Double]] = days.map { [Double](repeating: 0, count: $0.count) }
    for presentation in stage.presentations {
      liveRefused[presentation.product][presentation.day - first] += presentation.refused
    }
    for product in days.indices {
      let list = days[product]
      for (index, day) in list.enumerated() {
        let seen = stage.shelfRefused[product][index] + liveRefused[product][index]
        guard seen >= 3 else { continue }
        // The level of the days around it on which nothing was refused.
        var (top, bottom) = (0.0, 0.0)
        for other in max(0, index - 6)...min(list.count - 1, index + 6) where other != index {
          guard stage.shelfRefused[product][other] + liveRefused[product][other] == 0,
            !list[other].isMissing
          else {
            continue
          }
          let weight = exp(-Double(abs(other - index)) / 3)
          top += weight * (list[other].live + max(0, list[other].shelf - list[other].shelfAfter))
          bottom += weight * (list[other].exposure + list[other].shelfExposure)
        }
        guard bottom > 1 else { continue }
        let expected = top / bottom * (day.exposure + day.shelfExposure)
        let created = day.live + day.shelf - seen / seenShare
        let lost = expected - created
        guard expected > 0, lost > 0.3 * expected else { continue }
        refused += min(seen, lost)
        missing += lost
      }
    }
    seenShare = max(0.15, min(1, refused / missing))
  }

  /// What new products drew on their first days, against what they drew in the week after. The prior weighs as much as
  /// three launches.
  private mutating func learnAwareness() {
    var next = awareness
    for age in awareness.indices {
      var (top, bottom) = (3 * Self.usualAwareness[age], 3.0)
      for product in days.indices {
        guard let from = data.products[product].sellFrom, from >= stage.firstDay else { continue }
        let list = days[product]
        let start = from - stage.firstDay
        guard start + awareness.count + 2 < list.count, !list[start + age].isMissing else { continue }
        var (lines, exposure) = (0.0, 0.0)
        for day in list[(start + awareness.count)...].prefix(7) where !day.isMissing {
          lines += day.live + max(0, day.shelf - day.shelfAfter)
          exposure += day.exposure + day.shelfExposure
        }
        let day = list[start + age]
        let expected = exposure > 0 ? lines / exposure * (day.exposure + day.shelfExposure) / awareness[age] : 0
        guard expected >= 2 else { continue }
        let weight = expected / (expected + 4)
        top += weight * min(2, (day.live + max(0, day.shelf - day.shelfAfter)) / expected)
        bottom += weight
      }
      next[age] = max(0.1, min(1, top / bottom))
    }
    awareness = next
  }

  private mutating func improveEffects(_ levels: [[Double]]) {
    let first = stage.firstDay
    var rows: [SharedEffects.Row] = []
    rows.reserveCapacity(stage.presentations.count + days.count * stage.dayCount)
    for presentation in stage.presentations {
      let index = presentation.day - first
      guard levels[presentation.product].indices.contains(index), !stage.isMissing[index] else { continue }
      rows.append(
        SharedEffects.Row(
          features: features(presentation),
          count: asked(presentation.created, presentation.refused),
          base: levels[presentation.product][index], scatter: settings.showScatter))
    }
    for product in days.indices {
      let category = data.products[product].category
      for (index, day) in days[product].enumerated() where !day.isMissing && day.shelfExposure > 0 {
        let features =
          [effects.weekday(first + index, data)]
          + effects.promotions(first + index, category: category, data)
        rows.append(
          SharedEffects.Row(
            features: features, count: max(0, day.shelf - day.shelfAfter),
            base: levels[product][index] * shelfRatio[product],
            scatter: max(0.1, settings.shelfScatter)))
      }
    }
    effects.improve(rows)
  }

  // MARK: - Scatter and drift

  /// Chooses scatter and drift by the likelihood of what each day brought given the days before (empirical Bayes), then
  /// learns how steeply the products of each category fall.
  private mutating func learnSettings(progress: (Double) -> Void) {
    let known = data.products.indices.filter { product in
      days[product].contains { $0.exposure + $0.shelfExposure > 0 }
    }
    let sample =
      known.count <= 120
      ? known : stride(from: 0, to: known.count, by: known.count / 120 + 1).map { known[$0] }
    guard !sample.isEmpty, stage.dayCount >= 3 else { return }
    func total(_ settings: LevelFilter.Settings) -> Double {
      var sum = -0.5 * pow(log(settings.showScatter / 0.25) / 0.7, 2)
      sum -=
        0.5 * pow(log(settings.shelfScatter / 0.04) / 0.9, 2) + 0.5
        * pow(log(settings.drift / 0.05) / 0.6, 2)
      for product in sample { sum += filter(product, slope: -0.012, settings).logLikelihood }
      return sum
    }
    var best = (settings, total(settings))
    for round in 0..<2 {
      for (path, factors) in [
        (\LevelFilter.Settings.showScatter, [0.6, 1.6]), (\.drift, [0.6, 1.6]),
        (\.shelfScatter, [0.5, 2.0]),
      ] {
        for factor in factors {
          var improving = true
          while improving {
            var next = best.0
            next[keyPath: path] *= round == 0 ? factor : factor.squareRoot()
            let value =
              next[keyPath: path] < 0.004 || next[keyPath: path] > 2
              ? -Double.infinity : total(next)
            improving = value > best.1 + 0.1
            if improving { best = (next, value) }
          }
        }
      }
      progress(0.5 + 0.2 * Double(round + 1))
    }
    settings = best.0
    learnSlopes(sample)
  }

  private mutating func learnSlopes(_ sample: [Int]) {
    var sums = slopePrior.map { $0.map { $0 * 6 } }
    for product in sample {
      let category = data.products[product].category
      for (index, weight) in slopeWeights(product).enumerated() { sums[category][index] += weight }
    }
    slopePrior = sums.map { row in
      let sum = row.reduce(0, +)
      return row.map { $0 / sum }
    }
  }

  /// Posterior weights of the slopes of a product.
  func slopeWeights(_ product: Int) -> [Double] {
    let category = data.products[product].category
    let isNew = data.products[product].sellFrom != nil
    let logs = Self.slopes.enumerated().map { index, slope in
      filter(product, slope: slope, settings).logLikelihood
        + log(slopePrior[category][index] * (isNew ? Self.tilt[index] : 1))
    }
    let best = logs.max() ?? 0
    let weights = logs.map { exp($0 - best) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }

  /// The log level of late, or what is expected of a product without a history.
  func recentLevel(_ product: Int) -> Double {
    let recent = days[product].suffix(7).filter { !$0.isMissing }
    let exposure = recent.reduce(0) { $0 + $1.exposure + $1.shelfExposure }
    let lines = recent.reduce(0) { $0 + $1.live + max(0, $1.shelf - $1.shelfAfter) }
    return log(max(1e-4, (lines + exp(priorMean[product])) / (exposure + 1)))
  }

  /// The filter of a product after the whole history.
  func filter(_ product: Int, slope: Double, _ settings: LevelFilter.Settings) -> LevelFilter {
    let list = days[product]
    let start = list.firstIndex { $0.exposure + $0.shelfExposure > 0 } ?? list.count
    var (top, bottom) = (0.5 * exp(priorMean[product]), 0.5)
    for day in list[start...].prefix(12) where !day.isMissing {
      top += day.live + max(0, day.shelf - day.shelfAfter)
      bottom += day.exposure + day.shelfExposure
    }
    var filter = LevelFilter(
      settings, slope: slope, center: log(max(1e-5, top / bottom)), mean: priorMean[product],
      deviation: priorDeviation[product], isNew: data.products[product].sellFrom != nil)
    for day in list[start...] { filter.consume(day) }
    return filter
  }
}
