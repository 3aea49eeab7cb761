/// What the decision weighs beyond the merchant's own costs. docs/design/planning.md says where each value comes from.
package struct DecisionSettings: Sendable {
  /// Futures that are drawn.
  package var scenarios = 192
  /// Stock that so many days after its arrival has not been sold is dead.
  package var deadAfterDays = 14
  /// What a unit loses a day on the shelf beside its holding cost: chance and capital, as a share of its cost.
  package var waitingLoss = 0.006
  /// The share of the risk of dead stock that waiting a day would avoid.
  package var waitingInsight = 0.6
  /// An order covers at most so many days beyond the next chance.
  package var longestCover = 4.0
  /// The share of refused buyers who take a pre-sale and keep it.
  package var presaleKept = 0.4
  /// Orders are made for this probability of lasting, instead of for what a unit earns and loses; nil: they are not.
  package var serviceLevel: Double?
  /// Days that the plan's outlook covers; 0: it has none.
  package var outlookDays = 0
}
