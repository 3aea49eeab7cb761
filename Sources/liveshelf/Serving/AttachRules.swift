import Foundation
import LiveshelfCore
import LiveshelfServer
import Logging
import MediaIngest
import RoomAPI
import Rooms
import Synchronization

/// Which streams rooms may be attached to, as the configuration has it now.
final class AttachRules: Sendable {
  private struct Values {
    var policy: AttachURLPolicy
    /// Addresses that the configuration itself names: whoever writes it may reach them.
    var configured: Set<String>
    /// Where publishers may come from; empty: anywhere.
    var publishers: [IPNetwork]
  }
  private let values: Mutex<Values>

  init(_ configuration: ServerConfiguration) {
    values = Mutex(Self.values(of: configuration))
  }

  func replace(_ configuration: ServerConfiguration) {
    let new = Self.values(of: configuration)
    values.withLock { $0 = new }
  }

  func objection(to address: String, listens: Bool) async -> String? {
    let values = values.withLock { $0 }
    if values.configured.contains(address) { return nil }
    return await values.policy.objection(to: address, listens: listens)
  }

  /// Decides at each connection of a stream; hosts that the configuration itself names may be reached.
  var addressPolicy: AddressPolicy {
    AddressPolicy(admits: { [self] in admits($0) }) { [self] host, port throws(AddressPolicy.Refusal) in
      let values = values.withLock { $0 }
      var policy = values.policy
      policy.hosts.formUnion(values.configured.compactMap { URL(string: $0)?.host?.lowercased() })
      switch policy.choice(of: host) {
      case .address(let address): return address
      case .refused(let reason): throw AddressPolicy.Refusal(reason)
      case .unresolved: return nil
      }
    }
  }

  private func admits(_ publisher: String) -> Bool {
    let networks = values.withLock { $0.publishers }
    guard !networks.isEmpty else { return true }
    guard let address = IPAddress(publisher) else { return false }
    return networks.contains { network in
      network.contains(address) || address.embedded.map { network.contains($0) } ?? false
    }
  }

  private static func values(of configuration: ServerConfiguration) -> Values {
    Values(
      policy: configuration.security.attach, configured: Set(configuration.rooms.compactMap(\.url)),
      publishers: configuration.networks.publishers)
  }
}

extension RoomSurroundings {
  /// What `serve` and `worker` give to their rooms.
  ///
  /// - Parameter models: the folder of the speech models; nil: where the set-up puts them.
  init(models: URL?, attach: AttachRules, logger: Logger) {
    self.init(
      models: models, log: { room, text in logger.notice("\(text)", metadata: room.map { ["room": "\($0)"] }) },
      objection: { await attach.objection(to: $0, listens: $1) }, addressPolicy: attach.addressPolicy,
      onShowEnd: { room in
        do throws(RoomHostError) {
          try await HostedRooms.keepSummary(of: room)
        } catch {
          logger.warning("The summary of a show was not kept", metadata: ["room": "\(room.name)", "error": "\(error)"])
        }
      })
  }
}
