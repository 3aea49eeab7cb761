internal import CNats
internal import Glibc

/// libnats's options, made from the settings.
struct NatsOptions: ~Copyable {
  let pointer: OpaquePointer

  /// - Parameters:
  ///   - goesOnTrying: connecting succeeds although no server answers, and goes on in the background.
  ///   - context: a retained `ReplyRouter`, released when the connection is closed for good.
  init(_ settings: NatsSettings, goesOnTrying: Bool, context: UnsafeMutableRawPointer) throws(BackboneError) {
    var made: OpaquePointer?
    guard natsOptions_Create(&made) == NATS_OK, let pointer = made else { throw .refused("no memory for options") }
    do throws(BackboneError) {
      try Self.apply(settings, to: pointer)
      try Self.watchConnection(of: pointer, goesOnTrying, context)
    } catch {
      natsOptions_Destroy(pointer)
      throw error
    }
    self.pointer = pointer
  }

  deinit { natsOptions_Destroy(pointer) }

  private static func apply(_ settings: NatsSettings, to pointer: OpaquePointer) throws(BackboneError) {
    try set("LIVESHELF_NATS_URL", setServers(settings.servers, of: pointer))
    try set("reconnecting", natsOptions_SetAllowReconnect(pointer, true))
    try set("reconnecting", natsOptions_SetMaxReconnect(pointer, -1))
    try set("reconnecting", natsOptions_SetReconnectWait(pointer, 100))
    try set("reconnecting", natsOptions_SetReconnectJitter(pointer, 50, 50))
    try set("connecting", natsOptions_SetTimeout(pointer, 2000))
    // A server that hangs is left within two seconds.
    try set("ping", natsOptions_SetPingInterval(pointer, 1000))
    try set("ping", natsOptions_SetMaxPingsOut(pointer, 2))
    try set("deadline", natsOptions_SetWriteDeadline(pointer, 1000))
    // One thread hands out all messages: what receives them only puts them aside.
    try set("delivery", natsOptions_UseGlobalMessageDelivery(pointer, true))
    try set("name", natsOptions_SetName(pointer, "liveshelf"))
    if let user = settings.user {
      try set("LIVESHELF_NATS_USER", natsOptions_SetUserInfo(pointer, user, settings.password ?? ""))
    }
    if let token = settings.token { try set("LIVESHELF_NATS_TOKEN", natsOptions_SetToken(pointer, token)) }
    if let file = settings.credentialsFile {
      try set("LIVESHELF_NATS_CREDENTIALS", natsOptions_SetUserCredentialsFromFiles(pointer, file, nil))
    }
    if settings.usesTLS || settings.authorityFile != nil || settings.certificateFile != nil
      || settings.servers.contains(where: { $0.hasPrefix("tls://") })
    {
      try set("LIVESHELF_NATS_TLS", natsOptions_SetSecure(pointer, true))
    }
    if let file = settings.authorityFile {
      try set("LIVESHELF_NATS_CA", natsOptions_LoadCATrustedCertificates(pointer, file))
    }
    if let certificate = settings.certificateFile, let key = settings.keyFile {
      try set("LIVESHELF_NATS_CERTIFICATE", natsOptions_LoadCertificatesChain(pointer, certificate, key))
    }
  }

  private static func watchConnection(
    of pointer: OpaquePointer, _ goesOnTrying: Bool, _ context: UnsafeMutableRawPointer
  ) throws(BackboneError) {
    let isUp: natsConnectionHandler = { _, context in
      if let context { Unmanaged<ReplyRouter>.fromOpaque(context).takeUnretainedValue().connectionIsUp() }
    }
    if goesOnTrying {
      try set("connecting", natsOptions_SetRetryOnFailedConnect(pointer, true, isUp, context))
    }
    try set("reconnecting", natsOptions_SetReconnectedCB(pointer, isUp, context))
    let isDown: natsConnectionHandler = { _, context in
      if let context {
        Unmanaged<ReplyRouter>.fromOpaque(context).takeUnretainedValue().connectionIsDown(forGood: false)
      }
    }
    try set("disconnecting", natsOptions_SetDisconnectedCB(pointer, isDown, context))
    // libnats calls this once, as the last of a connection.
    let isClosed: natsConnectionHandler = { _, context in
      if let context { Unmanaged<ReplyRouter>.fromOpaque(context).takeRetainedValue().connectionIsDown(forGood: true) }
    }
    try set("closing", natsOptions_SetClosedCB(pointer, isClosed, context))
  }

  private static func set(_ name: String, _ status: natsStatus) throws(BackboneError) {
    guard status == NATS_OK else {
      let detail = nats_GetLastError(nil).map { String(cString: $0) } ?? "unknown"
      throw .invalidSetting(name: name, reason: detail)
    }
  }

  private static func setServers(_ servers: [String], of options: OpaquePointer) -> natsStatus {
    var texts: [UnsafePointer<CChar>?] = servers.map { UnsafePointer(strdup($0)) }
    defer { for text in texts { free(UnsafeMutablePointer(mutating: text)) } }
    return natsOptions_SetServers(options, &texts, Int32(clamping: texts.count))
  }
}
