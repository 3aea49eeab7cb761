internal import Foundation

/// How viewers are answered: the section `answers` of the configuration.
public struct AnswerSettings: Hashable, Sendable {
  /// A model that phrases the answers; nil: our own sentences go out as they are.
  public var upstream: UpstreamSettings?

  public init(upstream: UpstreamSettings? = nil) {
    self.upstream = upstream
  }
}

/// A service with OpenAI's chat completions that phrases answers, given the facts and our sentence alone.
public struct UpstreamSettings: Hashable, Sendable {
  /// Such as `https://api.example.com/v1`.
  public var url: String
  public var model: String
  /// The variable, or the file, that holds the key; neither: the service asks for none.
  public var keyVariable: String?
  public var keyFile: String?
  /// How long the model may take, in milliseconds.
  public var timeoutMilliseconds = 800

  public init(url: String, model: String) {
    self.url = url
    self.model = model
  }

  /// Where requests go; nil when `url` is no address of a web service.
  var endpoint: String? {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      ["http", "https"].contains(scheme),
      let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.fragment == nil
    else { return nil }
    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
    return base.hasSuffix("/chat/completions") ? base : base + "/chat/completions"
  }

  /// Whether a key would travel in the open.
  var exposesKey: Bool {
    guard keyVariable != nil || keyFile != nil, let parts = URLComponents(string: url) else { return false }
    return parts.scheme?.lowercased() == "http" && !["127.0.0.1", "[::1]", "localhost"].contains(parts.host ?? "")
  }
}

extension AnswerSettings {
  init(_ section: ConfigurationSection) {
    self.init(upstream: UpstreamSettings(section.section("upstream")))
    section.finish()
  }
}

extension UpstreamSettings {
  /// Nil when the section is absent, or wrong, which it has noted.
  init?(_ section: ConfigurationSection) {
    let (url, model) = (section.text("url"), section.text("model"))
    let (variable, file) = (section.text("key_env"), section.text("key_file"))
    let timeout = section.integer("timeout_ms", in: 50...10_000)
    section.finish()
    guard let url, let model else {
      if url != nil || model != nil || variable != nil || file != nil || timeout != nil {
        section.note(nil, "a model that phrases answers needs `url` and `model`")
      }
      return nil
    }
    self.init(url: url, model: model)
    keyVariable = variable
    keyFile = file
    timeoutMilliseconds = timeout ?? timeoutMilliseconds
    if endpoint == nil { section.note("url", "must be an address such as https://api.example.com/v1") }
    if variable != nil, file != nil { section.note("key_file", "give either `key_env` or `key_file`") }
    if exposesKey { section.note("url", "would send the key in the open; use https") }
  }
}
