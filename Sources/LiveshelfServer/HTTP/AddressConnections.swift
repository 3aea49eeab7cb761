internal import NIOCore
internal import Hummingbird
internal import Synchronization

/// Counts the connections of each address, so that one caller cannot take all.
final class AddressConnections: Sendable {
  private let settings: LiveSettings
  private let proxies: TrustedProxies
  private let counts = Mutex<[String: Int]>([:])

  init(settings: LiveSettings, proxies: TrustedProxies) {
    self.settings = settings
    self.proxies = proxies
  }

  /// - Returns: whether the address may have one more; trusted proxies may have all.
  func open(_ address: String) -> Bool {
    let limit = proxies.contains(address) ? .max : settings.limits.connectionsOfAddress
    return counts.withLock { counts in
      guard counts[address, default: 0] < limit else { return false }
      counts[address, default: 0] += 1
      return true
    }
  }

  func close(_ address: String) {
    counts.withLock { counts in
      let left = counts[address, default: 0] - 1
      counts[address] = left > 0 ? left : nil
    }
  }
}

/// Closes a connection that is one too many of its address.
///
/// Unchecked: a channel's handlers are called on its event loop alone.
final class ConnectionCounter: ChannelInboundHandler, RemovableChannelHandler, @unchecked Sendable {
  typealias InboundIn = Any

  private let connections: AddressConnections
  private var counted: String?

  init(_ connections: AddressConnections) {
    self.connections = connections
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { count(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    count(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    release()
    context.fireChannelInactive()
  }

  private func count(_ context: ChannelHandlerContext) {
    // A Unix socket has no address, and is the operator's own.
    guard counted == nil, let address = context.channel.remoteAddress?.ipAddress else { return }
    if connections.open(address) { counted = address } else { context.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { release() }

  private func release() {
    if let counted { connections.close(counted) }
    counted = nil
  }
}
