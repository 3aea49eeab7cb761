public import Delivery
public import LiveshelfCore
public import Wording

/// What `liveshelf serve` is told by `liveshelf.yaml` and the environment. Every value has a default that works.
public struct ServerConfiguration: Hashable, Sendable {
  public var server = ServerSettings()
  /// Where databases, catalogs and markers are kept.
  public var dataFolder = "liveshelf-data"
  /// Rooms that are made when they are not there yet.
  public var rooms: [ConfiguredRoom] = []
  public var sinks: [ConfiguredSink] = []
  public var intake: [ConfiguredIntake] = []
  public var connectors: [ConfiguredConnector] = []
  /// A YAML or JSON file of thresholds (`ThresholdFile`), which holds until the API has set others; nil: the defaults.
  public var thresholdsFile: String?
  public var limits = ServerLimits()
  public var security = SecuritySettings()
  public var logging = LoggingSettings()
  public var metrics = MetricsSettings()
  /// How viewers are answered.
  public var answers = AnswerSettings()
  public var networks = NetworkSettings()

  public init() {}
}

/// Where the server listens.
public struct ServerSettings: Hashable, Sendable {
  /// An address of this machine; other than loopback only with tokens.
  public var bind = "127.0.0.1"
  /// 0: a free one.
  public var port = 8750
  /// Names besides those of loopback under which the server is called, such as its name behind a reverse proxy.
  public var allowHosts: [String] = []
  /// Reverse proxies: what they say in `X-Forwarded-For` is believed.
  public var trustedProxies: [IPNetwork] = []

  public init() {}

  /// Whether only this machine can reach it.
  public var isLoopback: Bool { bind == "localhost" || IPAddress(bind)?.isLoopback == true }
}

/// Where metrics are exposed beside the API, without tokens.
public struct MetricsSettings: Hashable, Sendable {
  /// An address of this machine.
  public var bind = "127.0.0.1"
  /// Nil: nowhere; 0: a free one.
  public var port: Int?

  public init() {}
}

/// A room of the configuration.
public struct ConfiguredRoom: Hashable, Sendable {
  public var name: RoomName
  /// What people call it; nil: by its name.
  public var title: String?
  public var url: String?
  public var listens = false
  /// Seconds without the stream after which the show ends by itself; nil: only when it is stopped.
  public var endsAfter: Double?
  /// Headers of the stream's HTTP requests, by name.
  public var headers: [String: String] = [:]
  public var catalogFile: String?
  public var markersFolder: String?
  /// The shop that keeps the stock; nil: the room does.
  public var shop: RoomName?
  /// What the columns of exports mean that are sent to it, by kind of rows.
  public var columns: [String: String] = [:]
  /// Start it with the server.
  public var starts = false

  public init(name: RoomName) {
    self.name = name
  }
}

/// Where signals go.
public struct ConfiguredSink: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case file, stdout, webhook, nats, kafka
    // Team chats
    case feishu, dingtalk, wecom, slack
  }

  public var name: String
  public var kind: Kind
  /// For webhook and team chats: an address; for nats: servers; for kafka: brokers, as `host:port`. Several are parted by commas.
  public var url: String?
  /// For file: a path.
  public var path: String?
  /// For kafka: the topic; for nats: the namespace, which is the first part of `NAMESPACE.signals.ROOM`.
  public var topic: String?
  /// For nats and kafka: who signs in with the secret; without one nats takes the secret for a token.
  public var user: String?
  /// The variable, or the file, that holds the secret with which deliveries are signed, or the password or token.
  public var secretVariable: String?
  public var secretFile: String?
  /// Empty: all.
  public var rooms: [RoomName] = []
  /// CloudEvents types, `*` at the end stands for anything; empty: all, and for team chats those that ask somebody to act.
  public var types: [String] = []
  /// Of team chats: the language of the cards; where their button leads; when only what cannot wait is told; seconds between
  /// two cards.
  public var language = Language.zh
  public var screen: String?
  public var quietHours: QuietHours?
  public var digestSeconds = 20

  public init(name: String, kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// What the server takes at most.
public struct ServerLimits: Hashable, Sendable {
  public var rooms = 64
  /// Bytes of an intake body, and its rows.
  public var bodyBytes = 16 << 20
  public var bodyRows = 50_000
  /// Intake bodies that are read at once, for each room.
  public var bodiesAtOnce = 32
  /// Bytes of all intake bodies that are read at once.
  public var bodiesBytes = 256 << 20
  /// Seconds within which a body must have come.
  public var bodySeconds = 60
  /// Bytes of a catalog, and of a marker's audio.
  public var catalogBytes = 16 << 20
  public var markerBytes = 8 << 20
  /// Bytes of a recording that stingers are learnt from.
  public var recordingBytes = 4 << 30
  public var connections = 4096
  /// Connections of one address; trusted proxies are not counted.
  public var connectionsOfAddress = 1024
  /// Event streams, for each room.
  public var eventClients = 1000
  /// Requests a second of one caller over time, and at once.
  public var requestsPerSecond = 1000
  public var requestBurst = 2000
  /// Failed sign-ins a minute of one address.
  public var failuresPerMinute = 20

  public init() {}
}

/// Who may do what.
public struct SecuritySettings: Hashable, Sendable {
  /// Ask for tokens on loopback too.
  public var requiresTokens = false
  /// Hours that a browser stays signed in.
  public var sessionHours = 12
  /// Cookies only over TLS: set it when a reverse proxy terminates TLS.
  public var secureCookies = false
  /// A YAML file of intake secrets: `ROOM: secret`, or `ROOM: [new, old]`.
  public var intakeSecretsFile: String?
  public var attach = AttachURLPolicy()

  public init() {}
}

/// Special addresses (private networks, loopback, …) that the program may call or be called from nevertheless.
public struct NetworkSettings: Hashable, Sendable {
  /// Where webhooks may go.
  public var webhooks: [IPNetwork] = []
  /// Where streams, their playlists' segments and keys, and redirects may lead.
  public var streams: [IPNetwork] = []
  /// Where publishers may come from to a room that listens; empty: anywhere.
  public var publishers: [IPNetwork] = []

  public init() {}
}

public struct LoggingSettings: Hashable, Sendable {
  /// `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`.
  public var level = "info"

  public init() {}
}
