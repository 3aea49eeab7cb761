public import Connectors
public import DeliveryTestSupport
public import LiveshelfCore
internal import Synchronization

/// How one platform writes what happens in a shop.
public protocol MockPlatform: Sendable {
  /// What the platform's shops can do.
  static var habits: ShopWorld.Habits { get }
  /// How the connector is set up, but for the address.
  var settings: ConnectorSettings { get }
  /// The platform's call about a change, signed.
  func call(about order: ShopWorld.Order, _ what: String, id: String, now: Int64) -> WebhookCall
  /// What the platform answers to a call of its API; nil: there is no such path.
  func answer(_ request: ReceivedRequest, _ world: ShopWorld) -> PlatformJSON?
}

/// A platform's server on loopback, with a share of its calls failing: too often, out of order, hanging, or the token has
/// expired.
public final class MockShop: Sendable {
  public let world: ShopWorld
  public let platform: any MockPlatform
  private let receiver: WebhookReceiver

  /// - Parameter failures: of a hundred calls.
  public init(_ platform: any MockPlatform, seed: UInt64, failures: Int) {
    let world = ShopWorld(type(of: platform).habits, seed: seed)
    (self.world, self.platform) = (world, platform)
    let box = Box(dice: ShopDice(seed ^ 0xFA11), share: failures)
    receiver = WebhookReceiver { request in
      if let failure = box.failure() { return failure }
      guard let answer = platform.answer(request, world) else { return .status(404) }
      return .status(
        200, headers: ["content-type": "application/json"], body: String(decoding: answer.encoded, as: UTF8.self))
    }
  }

  public func start() async throws { try await receiver.start() }
  public func stop() async { await receiver.kill() }
  public var address: String { "http://127.0.0.1:\(receiver.port)" }
  public var calls: Int { receiver.requests.count }

  public var settings: ConnectorSettings {
    var settings = platform.settings
    settings.baseURL = address
    settings.retrySeconds = 0.01
    settings.timeout = 0.4
    settings.requestsPerSecond = 2000
    settings.pollSeconds = 3600
    return settings
  }

  private final class Box: Sendable {
    private let state: Mutex<(dice: ShopDice, share: Int)>

    init(dice: ShopDice, share: Int) { state = Mutex((dice, share)) }

    func failure() -> ReceiverAnswer? {
      state.withLock { state in
        guard state.dice.roll(100) < state.share else { return nil }
        switch state.dice.roll(20) {
        case 0: return .silence
        case 1: return .breakOff
        case 2...5: return .status(401)
        case 6...10: return .status(429, headers: ["retry-after": "0"])
        case 11: return .status(200, body: "<html>maintenance")
        default: return .status(500)
        }
      }
    }
  }
}
