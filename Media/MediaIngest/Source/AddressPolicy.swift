import Glibc

/// Decides which hosts may be connected to. It is asked at every opening: the address given, redirects, and whatever
/// playlists name; and where publishers may come from.
public struct AddressPolicy: Sendable {
  /// Why a host is refused, in a sentence without full stop.
  public struct Refusal: Error, Hashable, Sendable {
    public var reason: String

    public init(_ reason: String) {
      self.reason = reason
    }
  }

  private let choose: @Sendable (_ host: String, _ port: Int) throws(Refusal) -> String?
  /// Whether a publisher may come from an IP address.
  let admits: @Sendable (_ publisher: String) -> Bool

  /// - Parameters:
  ///   - admits: gets the IP address of a publisher to a source that listens; by default any may come.
  ///   - choose: gets a host (a name, or an IP address without brackets) and a port, resolves it, and returns the one IP
  ///     address to connect to; nil: it has none now. Called on the thread that reads; may block.
  public init(
    admits: @escaping @Sendable (_ publisher: String) -> Bool = { _ in true },
    _ choose: @escaping @Sendable (_ host: String, _ port: Int) throws(Refusal) -> String?
  ) {
    self.admits = admits
    self.choose = choose
  }

  /// The IP address to connect to.
  func check(_ parts: URLParts, of source: MediaSource) throws(MediaError) -> String {
    guard !parts.host.isEmpty else { return parts.host }
    do throws(Refusal) {
      if let address = try choose(parts.host, parts.port ?? parts.usualPort) { return address }
    } catch {
      throw .addressRefused(address: source.redactedAddress, reason: error.reason)
    }
    throw .unreachable(address: source.redactedAddress, detail: "the host '\(parts.host)' cannot be resolved")
  }
}
