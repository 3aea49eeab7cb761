import LiveshelfCore

/// All kinds of connectors, and where their platforms are.
enum ConnectorCatalog {
  /// - Throws: `setting`: what is missing, and how to give it.
  static func connector(
    _ settings: ConnectorSettings
  ) throws(ConnectorError) -> (connector: any Connector, base: String) {
    func need(_ isThere: Bool, _ what: String) throws(ConnectorError) {
      guard isThere else { throw .setting("the connector '\(settings.name)' needs \(what)") }
    }
    switch settings.kind {
    case .doudian:
      try need(!settings.key.isEmpty, "`app_key`, the application's key")
      try need(!settings.secret.isEmpty, "`secret_env` or `secret_file`, the application's secret")
      return (DoudianConnector(settings), DoudianConnector.base)
    case .shopify:
      try need(!settings.secret.isEmpty, "`secret_env` or `secret_file`, the application's client secret")
      try need(
        settings.baseURL != nil || settings.account.contains("."),
        "`account`, the shop's domain such as shop.myshopify.com")
      return (ShopifyConnector(settings), "https://\(settings.account)")
    case .tiktokShop:
      try need(!settings.key.isEmpty, "`app_key`, the application's key")
      try need(!settings.secret.isEmpty, "`secret_env` or `secret_file`, the application's secret")
      return (TikTokShopConnector(settings), TikTokShopConnector.base)
    case .whatnot:
      try need(!settings.secret.isEmpty, "`secret_env` or `secret_file`, the webhook's secret `whsec_…`")
      return (try WhatnotConnector(settings), WhatnotConnector.base)
    case .srs, .nginxRTMP, .mediamtx:
      try need(!settings.secret.isEmpty, "`secret_env` or `secret_file`, which the server's calls carry")
      return (MediaServerConnector(settings), "")
    case .pull:
      try need(settings.baseURL != nil, "`base_url`, the system's address")
      return (try PullConnector(settings), "")
    case .push:
      try need(!settings.secret.isEmpty, "`secret_env` or `secret_file`, with which calls are signed")
      return (try PushConnector(settings), "")
    case .tryton:
      try need(settings.baseURL != nil, "`base_url`, where trytond listens")
      try need(!settings.account.isEmpty && !settings.key.isEmpty, "`account`, the database, and `app_key`, the user")
      try need(!settings.secret.isEmpty, "`secret_env` or `secret_file`, the user's password")
      return (TrytonConnector(settings), "")
    case .qimen:
      try need(!settings.secret.isEmpty, "`secret_env` or `secret_file`, the application's secret")
      return (QimenConnector(settings), "")
    }
  }
}

extension PlatformJSON {
  /// Seconds since 1970, as a number or text; nil for 0, which platforms write for never.
  var unixSeconds: WallTime? {
    guard let seconds = integer, seconds > 0, seconds < 32_503_680_000 else { return nil }
    return WallTime(microseconds: seconds * 1_000_000)
  }

  /// RFC 3339.
  var rfc3339: WallTime? { text.flatMap { WallTime.parse($0)?.time } }

  /// A count of pieces, 0 to 10 million.
  var pieces: Int? { integer.flatMap { (0...10_000_000).contains($0) ? Int($0) : nil } }
}
