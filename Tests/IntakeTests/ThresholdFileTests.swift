import Foundation
import Intake
import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct ThresholdFileTests {
  @Test func filesNameOnlyWhatDiffers() throws {
    let file = try TemporaryFile(
      """
      thresholds:
        leadTimeDays: 3  # days
      categories:
        食品: {serviceLevel: 0.9}
      products:
        "SKU001":
          marginShare: 0.2
      coolDown: 60
      """, name: "thresholds.yaml")
    let settings = try ThresholdFile.read(file.url)
    #expect(settings.coolDown == 60 && settings.thresholds.leadTimeDays == 3)
    let product = Product(sku: "SKU001", name: "米", category: "食品")
    #expect(settings.thresholds(for: product).marginShare == 0.2)
    #expect(settings.thresholds(for: product).serviceLevel == 0.9)
  }

  @Test func anEmptyFileAndJSONCanBeRead() throws {
    #expect(try ThresholdFile.parse("", file: "f") == AdvisorSettings())
    #expect(try ThresholdFile.parse("# nothing\n", file: "f") == AdvisorSettings())
    #expect(try ThresholdFile.parse(#"{"thresholds": {"reviewDays": 2}}"#, file: "f").thresholds.reviewDays == 2)
  }

  @Test(arguments: [
    ("thresholds:\n  leadTimeDay: 3\n", "f:2: 'thresholds.leadTimeDay' is no setting; did you mean 'leadTimeDays'"),
    ("thresholds:\n\n  leadTimeDays: 9999\n", "f:3: 'thresholds.leadTimeDays'"),
    ("thresholds:\n  surgeOrders: many\n", "f:2: 'thresholds.surgeOrders'"),
    ("products:\n  A: {serviceLevel: 7}\n", "f:2: 'products.A.serviceLevel'"),
    ("products: 7\n", "f:1: 'products' is no group of settings"),
    ("a: [1\n", "f:"), ("- 1\n", "f:1:"), ("coolDown: 1\ncoolDown: 2\n", "f:"),
    ("thresholds: {leadTimeDays: .nan}\n", "f:1: 'thresholds.leadTimeDays'"),
  ])
  func mistakesNameLineKeyAndRemedy(text: String, message: String) {
    #expect {
      try ThresholdFile.parse(text, file: "f")
    } throws: { error in
      guard let error = error as? IntakeError, case .badSetting(_, _, _, _, let remedy) = error else { return false }
      return "\(error)".hasPrefix(message) && !remedy.isEmpty
    }
  }
}
