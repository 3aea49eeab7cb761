/// A sum of amounts that may differ in currency: one sum for each. Sums saturate instead of overflowing.
public struct MoneyTotal: Hashable, Sendable {
  /// One amount for each currency that occurred, sorted by currency.
  public private(set) var amounts: [Money] = []

  public init() {}

  public mutating func add(_ amount: Money) {
    let index = amounts.firstIndex { $0.currency >= amount.currency } ?? amounts.endIndex
    if index < amounts.endIndex, amounts[index].currency == amount.currency {
      amounts[index] = amounts[index] + amount
    } else {
      amounts.insert(amount, at: index)
    }
  }

  public mutating func add(_ other: MoneyTotal) {
    for amount in other.amounts { add(amount) }
  }

  /// The sum in the currency in which most was added up; amounts of an unspecified one are taken for that. Others are left
  /// out: their rates are not known here.
  public var main: Money {
    let named = amounts.filter { $0.currency != .unspecified }
    let plain = amounts.first { $0.currency == .unspecified } ?? .zero
    guard let largest = named.max(by: { $0.hundredths.magnitude < $1.hundredths.magnitude }) else { return plain }
    return plain + largest
  }
}
