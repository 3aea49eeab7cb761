import Foundation
import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct AdvisorSettingsTests {
  private func decode(_ text: String) throws -> AdvisorSettings {
    try JSONDecoder().decode(AdvisorSettings.self, from: Data(text.utf8))
  }

  @Test func anEmptyFileGivesTheDefaults() throws {
    #expect(try decode("{}") == AdvisorSettings())
  }

  @Test func filesNameOnlyWhatDiffers() throws {
    let settings = try decode(
      """
      {"thresholds": {"leadTimeDays": 5}, "categories": {"food": {"leadTimeDays": 1, "serviceLevel": 0.99}},
       "products": {"TEA": {"serviceLevel": 0.9}}, "forecast": {"baselineRate": 2},
       "ledger": {"refundReturnsStock": true, "refundExceptions": ["CUP"]}}
      """)
    #expect(settings.forecast.baselineRate == 2)
    #expect(settings.ledger.refundExceptions == ["CUP"])
    #expect(settings.thresholds(for: Product(sku: "PEN", name: "pen")).leadTimeDays == 5)
    let tea = settings.thresholds(for: Product(sku: "TEA", name: "tea", category: "food"))
    #expect(tea.leadTimeDays == 1 && tea.serviceLevel == 0.9)
    #expect(try JSONDecoder().decode(AdvisorSettings.self, from: JSONEncoder().encode(settings)) == settings)
  }

  @Test(arguments: [
    #"{"thresholds": {"leadTimeDays": -1}}"#, #"{"categories": {"food": {"serviceLevel": 7}}}"#,
    #"{"forecast": {"baselineRate": 0}}"#, #"{"busyInterval": 0}"#, #"{"thresholds": {"surgeOrders": "many"}}"#,
  ])
  func valuesOutOfRangeAreRefused(text: String) {
    #expect(throws: DecodingError.self) { try decode(text) }
  }
}
