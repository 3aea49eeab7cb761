extension ServerConfiguration {
  /// The keys whose values differ from those of another configuration and are read at the start alone, sorted.
  public func keysThatNeedRestart(since old: ServerConfiguration) -> [String] {
    var keys: [String] = []
    func compare<Value: Equatable>(_ key: String, _ path: KeyPath<ServerConfiguration, Value>) {
      if self[keyPath: path] != old[keyPath: path] { keys.append(key) }
    }
    compare("answers", \.answers)
    compare("data", \.dataFolder)
    compare("intake", \.intake)
    compare("connectors", \.connectors)
    compare("limits.connections", \.limits.connections)
    compare("logging.level", \.logging.level)
    compare("networks", \.networks)
    compare("server.trusted_proxies", \.server.trustedProxies)
    compare("metrics.bind", \.metrics.bind)
    compare("metrics.port", \.metrics.port)
    compare("security.require_tokens", \.security.requiresTokens)
    compare("server.allow_hosts", \.server.allowHosts)
    compare("server.bind", \.server.bind)
    compare("server.port", \.server.port)
    compare("sinks", \.sinks)
    // Rooms are made when they are new; what is said of a room that is there already is the API's business.
    let known = Dictionary(old.rooms.map { ($0.name, $0) }) { $1 }
    for room in rooms where known[room.name].map({ $0 != room }) ?? false { keys.append("rooms.\(room.name)") }
    return keys.sorted()
  }
}
