import Foundation
import LiveshelfCore

/// How much of each product will be on stage on the days to come: planned where the running order is known, otherwise by
/// what each room is in the habit of showing.
struct FutureStage: Sendable {
  /// A chance of being on stage: with probability `chance`, `exposure` effects in sum.
  struct Slot: Sendable {
    var chance: Double
    var exposure: Double
  }

  /// `[product][day]`.
  private(set) var slots: [[[Slot]]]
  /// Presentations planned for each product and day, for reasons: `[product][day]`.
  private(set) var plannedCount: [[Int]]
  /// The day from which running orders are not known.
  private(set) var knownDays = 0

  private let fit: DemandFit

  init(_ fit: DemandFit, horizon: Int) {
    self.fit = fit
    let data = fit.data
    slots = Array(repeating: Array(repeating: [], count: horizon), count: data.products.count)
    plannedCount = Array(repeating: Array(repeating: 0, count: horizon), count: data.products.count)
    let kept = keptShare()
    var lastKnownDay = -1
    var lastSlotDay = -1
    for show in data.shows where show.day >= 0 && show.day < horizon {
      lastSlotDay = max(lastSlotDay, show.day)
      guard show.hasRunningOrder else { continue }
      lastKnownDay = max(lastKnownDay, show.day)
      addPlanned(show, kept)
    }
    knownDays = lastKnownDay + 1
    let habits = Habits(fit)
    for show in data.shows where show.day >= 0 && show.day < horizon && !show.hasRunningOrder {
      addHabit(show, habits)
    }
    extend(from: lastSlotDay + 1, horizon: horizon)
  }

  /// The share of what is planned that is held: hosts skip and stretch. Learnt from shows that were planned and heard.
  private func keptShare() -> Double {
    var (held, planned) = (20.0, 20.0)
    let data = fit.data
    var heard = [Double](repeating: 0, count: data.shows.count)
    for presentation in fit.stage.presentations {
      heard[presentation.show] += fit.effects.factor(
        fit.effects.features(
          minutes: presentation.minutes, repetition: presentation.repetition,
          hour: presentation.hour,
          show: data.shows[presentation.show]))
    }
    for (number, show) in data.shows.enumerated()
    where show.day < 0 && show.hasRunningOrder && heard[number] > 0 {
      held += heard[number]
      planned += exposures(show).reduce(0) { $0 + $1.exposure }
    }
    return max(0.5, min(1.3, held / planned))
  }

  /// The planned presentations of a show with their effects, without weekday and promotions.
  private func exposures(_ show: Show) -> [(product: Int, exposure: Double)] {
    var start = show.start
    var told: [Int: Int] = [:]
    let total = show.planned.reduce(0) { $0 + $1.minutes }
    // Pauses stretch the running order over the show.
    let stretch = total > 0 ? max(1, min(2, (show.end - show.start) / 60 / total)) : 1
    return show.planned.sorted { $0.sequence < $1.sequence }.map { planned in
      let features = fit.effects.features(
        minutes: planned.minutes, repetition: told[planned.product, default: 0],
        hour: fit.data.hour(of: start),
        show: show)
      told[planned.product, default: 0] += 1
      start = start + planned.minutes * 60 * stretch
      return (planned.product, fit.effects.factor(features))
    }
  }

  private func dayFactor(_ product: Int, _ day: Int) -> Double {
    let features =
      [fit.effects.weekday(day, fit.data)]
      + fit.effects.promotions(day, category: fit.data.products[product].category, fit.data)
    return fit.effects.factor(features) * fit.awareness(product, day)
  }

  private mutating func addPlanned(_ show: Show, _ kept: Double) {
    var sums: [Int: Double] = [:]
    for (product, exposure) in exposures(show) {
      sums[product, default: 0] += exposure
      plannedCount[product][show.day] += 1
    }
    for (product, exposure) in sums.sorted(by: { $0.key < $1.key })
    where fit.data.products[product].isOnSale(show.day) {
      slots[product][show.day].append(
        Slot(chance: 1, exposure: kept * exposure * dayFactor(product, show.day)))
    }
  }

  private mutating func addHabit(_ show: Show, _ habits: Habits) {
    for product in fit.data.products.indices where fit.data.products[product].isOnSale(show.day) {
      let (chance, exposure) = habits.expectation(product, show)
      guard chance > 0.005 else { continue }
      slots[product][show.day].append(
        Slot(chance: chance, exposure: exposure * dayFactor(product, show.day)))
    }
  }

  /// Beyond the calendar every day is like the mean of the days that it covers.
  private mutating func extend(from first: Int, horizon: Int) {
    guard first < horizon else { return }
    let span = max(first, 1)
    for product in slots.indices where first > 0 {
      var (sum, count) = (0.0, 0.0)
      for day in 0..<first {
        let times = dayFactor(product, day)
        for slot in slots[product][day] {
          sum += slot.chance * slot.exposure / max(times, 1e-6)
          count += slot.chance
        }
      }
      guard count > 0 else { continue }
      for day in first..<horizon where fit.data.products[product].isOnSale(day) {
        let chance = min(1, count / Double(span))
        slots[product][day].append(
          Slot(chance: chance, exposure: sum / Double(span) / chance * dayFactor(product, day)))
      }
    }
  }
}

/// How often each room shows each product, and for how long: recent shows and running orders weigh most.
private struct Habits {
  private var chances: [String: [Double]] = [:]
  private var amounts: [String: [Double]] = [:]
  private var weights: [String: Double] = [:]
  private var hours: [String: Double] = [:]
  /// The chance of being in a show, by product, over all rooms.
  private let usual: [Double]
  private let usualAmount: Double
  /// Weight of the shows in which a product could have been.
  private let possible: [Double]

  init(_ fit: DemandFit) {
    let data = fit.data
    let count = data.products.count
    var presented = [[Int: Double]](repeating: [:], count: data.shows.count)
    for presentation in fit.stage.presentations {
      presented[presentation.show][presentation.product, default: 0] += fit.effects.factor(
        fit.effects.features(
          minutes: presentation.minutes, repetition: presentation.repetition,
          hour: presentation.hour,
          show: data.shows[presentation.show]))
    }
    var (all, possible) = (
      [Double](repeating: 0, count: count), [Double](repeating: 0, count: count)
    )
    var (sums, occasions) = (0.0, 0.0)
    for (number, show) in data.shows.enumerated() {
      var of = presented[number]
      if show.day >= 0 {
        guard show.hasRunningOrder else { continue }
        var told: [Int: Int] = [:]
        for planned in show.planned {
          of[planned.product, default: 0] += fit.effects.factor(
            fit.effects.features(
              minutes: planned.minutes, repetition: told[planned.product, default: 0],
              hour: data.hour(of: show.start),
              show: show))
          told[planned.product, default: 0] += 1
        }
      }
      guard !of.isEmpty else { continue }
      let weight = exp(-Double(abs(show.day)) / 12)
      weights[show.room, default: 0] += weight
      hours[show.room, default: 0] += weight * (show.end - show.start) / 3600
      for product in 0..<count where data.products[product].isOnSale(show.day) {
        possible[product] += weight
      }
      for (product, amount) in of.sorted(by: { $0.key < $1.key }) {
        chances[show.room, default: [Double](repeating: 0, count: count)][product] += weight
        amounts[show.room, default: [Double](repeating: 0, count: count)][product] +=
          weight * amount
        all[product] += weight
        sums += weight * amount
        occasions += weight
      }
    }
    // Products that draw much are shown often: what products of a like level are shown is the prior of each.
    let levels = (0..<count).map { fit.recentLevel($0) }
    usual = (0..<count).map { product in
      var (top, bottom) = (0.0, 0.0)
      for other in 0..<count where possible[other] > 1 {
        let z = (levels[product] - levels[other]) / 0.6
        let weight = exp(-0.5 * z * z) + 0.01
        top += weight * all[other] / possible[other]
        bottom += weight
      }
      let alike = bottom > 0 ? top / bottom : 0
      return (all[product] + 1.5 * alike) / (possible[product] + 1.5)
    }
    self.possible = possible
    usualAmount = occasions > 0 ? sums / occasions : 1
  }

  /// The chance that a room shows a product in a show of this length, and the effects in sum if it does.
  func expectation(_ product: Int, _ show: Show) -> (chance: Double, exposure: Double) {
    let weight = weights[show.room] ?? 0
    let own = chances[show.room]?[product] ?? 0
    let chance = (own + 1.5 * usual[product]) / (min(weight, possible[product]) + 1.5)
    let amount = ((amounts[show.room]?[product] ?? 0) + usualAmount) / (own + 1)
    let usualHours = weight > 0 ? (hours[show.room] ?? 0) / weight : 0
    let length = usualHours > 0 ? (show.end - show.start) / 3600 / usualHours : 1
    return (min(1, chance), amount * max(0.3, min(3, length)))
  }
}
