public import Connectors
internal import Foundation
public import LiveshelfCore

/// A connector of the configuration, which names the variables or files that hold its secrets.
public struct ConfiguredConnector: Hashable, Sendable {
  public var name: String
  public var kind: ConnectorKind
  /// The shop or room that its rows go to.
  public var room: RoomName
  public var baseURL: String?
  public var key = ""
  public var account = ""
  /// Of the platform's or the application's secret.
  public var secretVariable: String?
  public var secretFile: String?
  /// Of the access token, with the token to refresh it behind a blank where there is one.
  public var tokenVariable: String?
  public var tokenFile: String?
  public var marks: [String: String] = [:]
  public var warehouses: [String: String] = [:]
  public var warehouse = ""
  public var pollSeconds = 60
  public var requestsPerSecond = 5
  public var pull: PullSettings?
  public var push: RowMapping?

  /// What the connectors module needs, with the secrets.
  ///
  /// - Parameter secret: reads a secret that a variable or a file holds; nil for neither.
  public func settings(
    secret: (_ variable: String?, _ file: String?) throws -> String?
  ) rethrows -> ConnectorSettings {
    var settings = ConnectorSettings(name: name, kind: kind, room: room)
    settings.baseURL = baseURL
    settings.key = key
    settings.account = account
    settings.secrets = (try secret(secretVariable, secretFile) ?? "").split(whereSeparator: \.isWhitespace).map(
      String.init)
    let tokens = (try secret(tokenVariable, tokenFile) ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    settings.token = tokens.first.map { PlatformToken(access: $0, refresh: tokens.dropFirst().first ?? "") }
    settings.marks = marks
    settings.warehouses = warehouses
    settings.warehouse = warehouse
    settings.pull = pull
    settings.push = push
    settings.pollSeconds = Double(pollSeconds)
    settings.requestsPerSecond = Double(requestsPerSecond)
    return settings
  }
}

extension ConfiguredConnector {
  /// Nil when the section is wrong, which it has noted.
  init?(_ section: ConfigurationSection) {
    let name = section.text("name")
    let kind = section.choice("kind", ConnectorKind.self)
    let room = section.text("room")
    let base = section.text("base_url")
    let key = section.text("app_key") ?? ""
    let account = section.text("account") ?? ""
    let (secretVariable, secretFile) = (section.text("secret_env"), section.text("secret_file"))
    let (tokenVariable, tokenFile) = (section.text("token_env"), section.text("token_file"))
    let marks = section.names("marks")
    let warehouses = section.names("warehouses")
    let warehouse = section.text("warehouse") ?? ""
    let poll = section.integer("poll_seconds", in: 0...86_400)
    let rate = section.integer("requests_per_second", in: 1...1000)
    let pull = kind == .pull ? PullSettings(section.section("pull")) : nil
    let push = kind == .push ? Self.finished(section.section("push")) : nil
    section.finish()
    guard let name, RoomName(name) != nil else {
      section.note(
        name == nil ? nil : "name", "a connector needs a name of 1 to 64 letters, digits, '-', '_' and '.'")
      return nil
    }
    guard let kind else {
      section.note(
        nil, "connector '\(name)' needs a `kind`: \(ConnectorKind.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    guard let room = RoomName(room ?? "main") else {
      section.note("room", "'\(room ?? "")' is no room's name")
      return nil
    }
    if secretVariable != nil, secretFile != nil {
      section.note("secret_file", "give either `secret_env` or `secret_file`")
    }
    if tokenVariable != nil, tokenFile != nil { section.note("token_file", "give either `token_env` or `token_file`") }
    for (mark, name) in marks where RoomName(name) == nil {
      section.note("marks", "'\(name)' of '\(mark)' is no room's name")
    }
    self.init(name: name, kind: kind, room: room)
    if let base {
      baseURL = Self.address(base)
      if baseURL == nil { section.note("base_url", "must be an https address (http on this machine alone)") }
    }
    self.key = key
    self.account = account
    (self.secretVariable, self.secretFile) = (secretVariable, secretFile)
    (self.tokenVariable, self.tokenFile) = (tokenVariable, tokenFile)
    self.marks = marks
    self.warehouses = warehouses
    self.warehouse = warehouse
    self.pull = pull
    self.push = push
    pollSeconds = poll ?? pollSeconds
    requestsPerSecond = rate ?? requestsPerSecond
  }

  private static func finished(_ section: ConfigurationSection) -> RowMapping? {
    let mapping = RowMapping(section)
    section.finish()
    return mapping
  }

  /// The address without a slash at its end. Secrets go there: plain http is for this machine and named private addresses.
  private static func address(_ text: String) -> String? {
    guard let parts = URLComponents(string: text), let host = parts.host, parts.user == nil, parts.password == nil,
      parts.query == nil, parts.fragment == nil
    else { return nil }
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
    let isNear = bare == "localhost" || IPAddress(bare)?.specialUse != nil
    guard parts.scheme == "https" || parts.scheme == "http" && isNear else { return nil }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}

extension RowMapping {
  /// Nil when the section is wrong, which it has noted.
  init?(_ section: ConfigurationSection) {
    let rows = section.choice("rows", RowKind.self) ?? .stock
    self.init(rows: rows)
    items = section.text("items") ?? ""
    columns = section.names("columns")
    constants = section.names("constants")
    guard !columns.isEmpty else {
      section.note(nil, "needs `columns`, such as {sku: item_code, on_hand: qty}")
      return nil
    }
  }
}

extension PullSettings {
  /// Nil when the section is wrong, which it has noted.
  init?(_ section: ConfigurationSection) {
    let mapping = RowMapping(section)
    let path = section.text("path")
    let method = section.choice("method", Method.self)
    let body = section.text("body")
    let headers = section.texts("headers") ?? []
    let times = section.choice("times", Times.self)
    let first = section.integer("first_page", in: 0...1)
    let size = section.integer("page_size", in: 1...10_000)
    let more = section.text("more")
    let success = section.text("success")
    let signature = section.choice("sign", Signature.self)
    let explaining = section.text("explaining")
    section.finish()
    guard let mapping else { return nil }
    self.init(mapping)
    self.path = path ?? "/"
    if !self.path.hasPrefix("/") { section.note("path", "must begin with a slash") }
    self.method = method == .post ? .post : .get
    self.body = body
    for line in headers {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 {
        self.headers[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
      } else {
        section.note("headers", "holds a line that is none such as 'Authorization: Bearer {token}'")
      }
    }
    self.times = times ?? self.times
    firstPage = first ?? firstPage
    pageSize = size ?? pageSize
    self.more = more ?? ""
    if let success {
      let parts = success.split(separator: "=", maxSplits: 1)
      if parts.count == 2 {
        (self.success, successValue) = (String(parts[0]), String(parts[1]))
      } else {
        section.note("success", "must be such as code=0")
      }
    }
    self.signature = signature
    if let explaining {
      let parts = explaining.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      self.explaining = ExplainingMark(path: parts[0], value: parts.count == 2 ? parts[1] : nil)
      if parts[0].isEmpty { section.note("explaining", "must be a path, such as status=3") }
    }
    if mapping.rows == .clicks, self.explaining == nil, mapping.columns["event"] == nil {
      section.note("explaining", "is needed for clicks, such as status=3: which product of the list is being explained")
    }
    if self.explaining != nil, mapping.rows != .clicks || mapping.columns["sku"] == nil {
      section.note("explaining", "goes with `rows: clicks` and the column `sku`")
    }
  }

  private enum Method: String, CaseIterable {
    case get = "GET", post = "POST"
  }
}
