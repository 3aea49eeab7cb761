// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCompression = Target.Dependency.product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")

/// For modules whose work is arithmetic on samples: without the optimiser they are many times slower, which tests of
/// a debug build would wait for.
let optimized = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A library module of the project: `Sources/NAME` unless a path is given, in the strict language mode.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil, settings: [SwiftSetting] = strict
) -> Target {
  .target(name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", swiftSettings: settings)
}

/// The tests of a module, in `Tests/NAMETests`.
func tests(
  of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
  settings: [SwiftSetting] = strict
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    path: "Tests/\(name)Tests", exclude: exclude, swiftSettings: settings)
}

let package = Package(
  name: "liveshelf",
  products: [
    .executable(name: "liveshelf", targets: ["liveshelf"]),
    .library(name: "LiveshelfCore", targets: ["LiveshelfCore"]),
    .library(name: "RoomEngine", targets: ["RoomEngine"]),
    // What the programs in Benchmarks measure
    .library(
      name: "LiveshelfModules",
      targets: [
        "AudioBoundaries", "AudioMarkers", "Backbone", "Connectors", "Delivery", "Fleet", "Intake", "InventoryEngine",
        "LiveshelfCore",
        "LiveshelfServer", "MediaIngest", "ProductMentions", "RoomAPI", "RoomEngine", "Rooms", "Shows",
        "SpeechRecognition", "Storage", "ViewerComments", "Wording", "DeliveryTestSupport", "ServerTestSupport",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", exact: "1.35.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    // The domain, without I/O
    module("LiveshelfCore"),
    module("RoomEngine", ["LiveshelfCore", "InventoryEngine", "ViewerComments", crypto], settings: optimized),
    module("InventoryEngine", ["LiveshelfCore"], settings: optimized),
    // What people read: sentences and titles, in Chinese and English
    module("Wording", ["LiveshelfCore", "InventoryEngine"]),

    // What all modules stand on
    // Keeps a trap on one thread from ending the process
    .target(name: "CTrapGuard", path: "Sources/CTrapGuard"),
    module("Concurrency", ["CTrapGuard", deque]),
    module("Metering", [metrics]),

    // Media: everything that touches a codec or a container
    .systemLibrary(
      name: "CLibAV", path: "Media/CLibAV", pkgConfig: "libavformat",
      providers: [.apt(["libavformat-dev", "libavcodec-dev", "libswresample-dev", "libavutil-dev"])]),
    .systemLibrary(
      name: "CWebRTCAudio", path: "Media/CWebRTCAudio", pkgConfig: "webrtc-audio-processing",
      providers: [.apt(["libwebrtc-audio-processing-dev"])]),
    .target(
      name: "CAudioCleaner", dependencies: ["CWebRTCAudio"], path: "Media/CAudioCleaner",
      cxxSettings: [.define("WEBRTC_POSIX"), .define("WEBRTC_AUDIO_PROCESSING_ONLY_BUILD")]),
    module(
      "MediaIngest",
      ["Concurrency", "CLibAV", "CAudioCleaner", "LiveshelfCore", httpClient, nio, nioHTTP1, nioCompression],
      path: "Media/MediaIngest", settings: optimized),

    // Hearing: words, product names, stingers
    .target(name: "COnnxRuntime", path: "Sources/COnnxRuntime", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CSherpaOnnx", path: "Sources/CSherpaOnnx", linkerSettings: [.linkedLibrary("dl")]),
    module("SpectralAnalysis", ["CLibAV"], settings: optimized),
    module("SpeechRecognition", ["LiveshelfCore", "COnnxRuntime", "CSherpaOnnx"], settings: optimized),
    module("ProductMentions", ["LiveshelfCore"], settings: optimized),
    module("AudioMarkers", ["LiveshelfCore", "SpectralAnalysis"], settings: optimized),
    module("AudioBoundaries", ["LiveshelfCore", "SpectralAnalysis"], settings: optimized),

    // Viewers: what they ask, and answers
    .target(
      name: "ViewerComments", dependencies: ["LiveshelfCore"], path: "Sources/ViewerComments",
      resources: [.embedInCode("Model/Resources")], swiftSettings: strict),

    // Files in and out, and the program
    module("Storage", ["LiveshelfCore", "RoomEngine", "InventoryEngine", "Delivery", grdb]),
    module(
      "Delivery",
      [
        "Concurrency", "Metering", metrics, "LiveshelfCore", "Wording", crypto, httpClient, lifecycle, logging, nio,
        nioHTTP1,
      ]),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    module("Intake", ["CZlib", "LiveshelfCore", "InventoryEngine", yams], settings: optimized),
    // What to order: demand over shows, stock, supply and returns
    module("Planning", ["LiveshelfCore", "Intake"]),
    // One show, from its stream or recording to its files
    module(
      "Hearing",
      [
        "Concurrency",
        "LiveshelfCore", "RoomEngine", "MediaIngest", "SpeechRecognition", "ProductMentions", "AudioBoundaries",
        "AudioMarkers", crypto,
      ]),
    .target(
      name: "Shows",
      dependencies: [
        "Concurrency",
        "LiveshelfCore", "RoomEngine", "InventoryEngine", "MediaIngest", "AudioMarkers", "Intake", "Delivery",
        "Hearing", "Wording", crypto,
      ],
      path: "Sources/Shows", resources: [.embedInCode("Page/Resources")], swiftSettings: strict),
    // Shows of the past in one database: SQL, effects, what was said
    module("History", ["LiveshelfCore", "InventoryEngine", "Shows", "Wording", grdb], settings: optimized),
    // Rooms that live: engine, store and stream of each
    module(
      "Rooms",
      [
        "Concurrency", "Metering", metrics,
        "LiveshelfCore", "RoomEngine", "InventoryEngine", "Storage", "Delivery", "Hearing", "Shows", "MediaIngest",
        "AudioMarkers", "SpeechRecognition", "ViewerComments", crypto,
      ]),
    module(
      "RoomAPI",
      [
        "Concurrency", "LiveshelfCore", "RoomEngine", "InventoryEngine", "ViewerComments", "Storage", "Delivery",
        "Rooms", "History",
        "Shows", "Wording",
      ]),
    // Shops, warehouses and media servers: their messages and calls, as rows
    module(
      "Connectors",
      [
        "Concurrency", "Metering", metrics, "LiveshelfCore", "Intake", "InventoryEngine", "Delivery", "Rooms",
        "RoomAPI", crypto, grdb, httpClient, lifecycle, logging, nio, nioHTTP1,
      ]),
    .target(
      name: "LiveshelfServer",
      dependencies: [
        "Connectors", "Metering", metrics,
        "History", "LiveshelfCore", "Intake", "InventoryEngine", "ProductMentions", "Rooms", "RoomAPI", "Delivery",
        "ViewerComments", "Wording",
        crypto, grdb, httpClient, hummingbird, hummingbirdCore, lifecycle, logging, nio, nioHTTP1, unixSignals, yams,
      ],
      path: "Sources/LiveshelfServer",
      resources: [.embedInCode("OpenAPI/openapi.yaml"), .embedInCode("Dashboard/Resources")], swiftSettings: strict),
    .executableTarget(
      name: "liveshelf",
      dependencies: [
        "Concurrency", "Metering", metrics,
        "Hearing", "Shows", "LiveshelfCore", "MediaIngest", "AudioMarkers", "ProductMentions", "Intake",
        "InventoryEngine", "Delivery", "Rooms", "RoomAPI", "Storage", "LiveshelfServer", argumentParser, logging,
        lifecycle, unixSignals, httpClient, nio, nioPosix, nioHTTP1, "RoomEngine", "Fleet", "Backbone", "KafkaLink",
        "Planning", "Wording", "Connectors", "History",
      ],
      path: "Sources/liveshelf",
      swiftSettings: strict),

    // Many machines: logs, leases and state on NATS JetStream, and which machine runs what
    .systemLibrary(name: "CNats", path: "Sources/CNats", pkgConfig: "libnats", providers: [.apt(["libnats-dev"])]),
    module("Backbone", ["Concurrency", "LiveshelfCore", "Delivery", "CNats"]),
    module(
      "Fleet",
      [
        "Concurrency", "Metering", metrics, "LiveshelfCore", "Backbone", "Delivery", "InventoryEngine", "RoomAPI",
        "Rooms", "Storage",
      ]),
    .systemLibrary(
      name: "CKafka", path: "Sources/CKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
    module("KafkaLink", ["Concurrency", "LiveshelfCore", "Delivery", "CKafka"]),

    // Tests
    .target(name: "TestSupport", dependencies: ["LiveshelfCore"], path: "Tests/TestSupport", swiftSettings: optimized),
    .target(
      name: "DeliveryTestSupport", dependencies: ["Delivery", "LiveshelfCore", nio, nioPosix, nioHTTP1],
      path: "Tests/DeliveryTestSupport", swiftSettings: strict),
    tests(of: "LiveshelfCore"),
    tests(of: "Wording", ["Delivery", "LiveshelfCore", "ViewerComments"]),
    tests(of: "MediaIngest", ["LiveshelfCore"], exclude: ["Corpus"], settings: optimized),
    tests(of: "Concurrency"),
    tests(of: "Metering", [metrics]),
    tests(of: "ProductMentions"),
    tests(of: "AudioMarkers", ["LiveshelfCore"], settings: optimized),
    tests(of: "Intake", ["LiveshelfCore", "InventoryEngine"], exclude: ["Corpus"]),
    tests(of: "Planning", ["LiveshelfCore", "Intake"]),
    tests(of: "AudioBoundaries", ["LiveshelfCore"], settings: optimized),
    tests(of: "InventoryEngine", ["Intake", "LiveshelfCore"]),
    tests(of: "Delivery", ["Metering", "DeliveryTestSupport", "LiveshelfCore"], exclude: ["Corpus"]),
    tests(of: "ViewerComments", ["LiveshelfCore", "Intake"]),
    tests(of: "Hearing", ["LiveshelfCore", "RoomEngine", "SpeechRecognition"]),
    tests(of: "Shows", ["Hearing", "LiveshelfCore", "InventoryEngine", "MediaIngest"]),
    tests(
      of: "History",
      ["Hearing", "InventoryEngine", "LiveshelfCore", "RoomEngine", "Shows"], settings: optimized),
    tests(
      of: "Storage",
      ["LiveshelfCore", "RoomEngine", "InventoryEngine", "Delivery", "DeliveryTestSupport", grdb]),
    tests(
      of: "Rooms",
      [
        "Delivery", "Intake", "LiveshelfCore", "RoomEngine", "InventoryEngine", "Storage", "Shows", "Planning",
        grdb,
      ]),
    .target(
      name: "ServerTestSupport",
      dependencies: ["Delivery", "History", "InventoryEngine", "LiveshelfCore", "RoomAPI", "Rooms", "ViewerComments"],
      path: "Tests/ServerTestSupport", swiftSettings: strict),
    tests(
      of: "LiveshelfServer",
      [
        "Connectors", "Delivery", "Metering", metrics,
        "DeliveryTestSupport", "History", "Intake", "InventoryEngine", "LiveshelfCore", "RoomAPI", "RoomEngine",
        "Rooms",
        "ServerTestSupport", "Storage", "ViewerComments", crypto, httpClient, lifecycle, logging, nio,
      ], exclude: ["Corpus"]),
    .target(
      name: "ConnectorTestSupport",
      dependencies: ["Connectors", "Delivery", "DeliveryTestSupport", "LiveshelfCore", crypto],
      path: "Tests/ConnectorTestSupport", swiftSettings: strict),
    tests(
      of: "Connectors",
      [
        "ConnectorTestSupport", "Delivery", "DeliveryTestSupport", "InventoryEngine", "LiveshelfCore", "Metering",
        "RoomAPI",
        "ServerTestSupport", crypto, lifecycle, logging,
      ]),
    tests(of: "liveshelf", ["ConnectorTestSupport", "Connectors"]),
    .testTarget(
      name: "DashboardTests", dependencies: ["LiveshelfServer", "RoomAPI", "TestSupport", "liveshelf"],
      path: "Tests/DashboardTests",
      exclude: ["MockServer"], swiftSettings: strict),
    tests(of: "RoomEngine", ["LiveshelfCore", "Intake"], settings: optimized),
    tests(of: "SpeechRecognition", ["LiveshelfCore"]),
    .target(
      name: "BackboneTestSupport", dependencies: ["Backbone", "TestSupport"], path: "Tests/BackboneTestSupport",
      swiftSettings: strict),
    tests(of: "Backbone", ["BackboneTestSupport", "LiveshelfCore", "Delivery"]),
    tests(
      of: "Fleet",
      [
        "ViewerComments",
        "Metering",
        "Backbone", "BackboneTestSupport", "Delivery", "InventoryEngine", "LiveshelfCore", "RoomAPI", "Rooms",
        "Storage",
      ]),
    tests(of: "KafkaLink", ["LiveshelfCore", "Delivery", "CKafka"]),
  ]
)
