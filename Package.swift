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
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")

/// A library module of the project: `Sources/NAME` unless a path is given, in the strict language mode.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil) -> Target {
  .target(name: name, dependencies: dependencies, path: path ?? "Sources/\(name)", swiftSettings: strict)
}

/// The tests of a module, in `Tests/NAMETests`.
func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
    path: "Tests/\(name)Tests", swiftSettings: strict)
}

/// A program of `Benchmarks/FOLDER` that measures: `swift run -c release NAME-benchmark`.
func benchmark(
  _ name: String, _ folder: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
  .executableTarget(
    name: "\(name)-benchmark", dependencies: dependencies, path: "Benchmarks/\(folder)", exclude: exclude,
    swiftSettings: strict)
}

let package = Package(
  name: "liveshelf",
  products: [
    .executable(name: "liveshelf", targets: ["liveshelf"]),
    .library(name: "LiveshelfCore", targets: ["LiveshelfCore"]),
    .library(name: "RoomEngine", targets: ["RoomEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // The domain, without I/O
    module("LiveshelfCore"),
    module("RoomEngine", ["LiveshelfCore", "InventoryEngine", "ViewerComments", crypto]),
    module("InventoryEngine", ["LiveshelfCore"]),

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
    module("MediaIngest", ["CLibAV", "CAudioCleaner", "LiveshelfCore"], path: "Media/MediaIngest"),

    // Hearing: words, product names, stingers
    .target(name: "COnnxRuntime", path: "Sources/COnnxRuntime", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CSherpaOnnx", path: "Sources/CSherpaOnnx", linkerSettings: [.linkedLibrary("dl")]),
    module("SpectralAnalysis", ["CLibAV"]),
    module("SpeechRecognition", ["LiveshelfCore", "COnnxRuntime", "CSherpaOnnx"]),
    module("ProductMentions", ["LiveshelfCore"]),
    module("AudioMarkers", ["LiveshelfCore", "SpectralAnalysis"]),
    module("AudioBoundaries", ["LiveshelfCore", "SpectralAnalysis"]),

    // Viewers: what they ask, and answers
    .target(
      name: "ViewerComments", dependencies: ["LiveshelfCore"], path: "Sources/ViewerComments",
      resources: [.embedInCode("Model/Resources")], swiftSettings: strict),

    // Files in and out, and the program
    module("Storage", ["LiveshelfCore", "RoomEngine", "InventoryEngine", "Delivery", grdb]),
    module("Delivery", ["LiveshelfCore", crypto, httpClient, lifecycle, logging, nio, nioHTTP1]),
    module("Intake", ["LiveshelfCore", "InventoryEngine", yams]),
    // What to order: demand over shows, stock, supply and returns
    module("Planning", ["LiveshelfCore", "Intake"]),
    .target(
      name: "Reports", dependencies: ["LiveshelfCore", "RoomEngine", "InventoryEngine", "Delivery", crypto],
      path: "Sources/Reports", resources: [.embedInCode("Page/Resources")], swiftSettings: strict),
    module(
      "RoomRunner",
      [
        "LiveshelfCore", "RoomEngine", "InventoryEngine", "MediaIngest", "SpeechRecognition", "ProductMentions",
        "AudioBoundaries", "AudioMarkers", "Intake", "Delivery", "Reports", crypto,
      ]),
    // Rooms that live: engine, store and stream of each
    module(
      "RoomHost",
      [
        "LiveshelfCore", "RoomEngine", "InventoryEngine", "Storage", "Delivery", "Reports", "RoomRunner", "MediaIngest",
        "AudioMarkers", "SpeechRecognition", "ViewerComments",
      ]),
    .target(
      name: "LiveshelfServer",
      dependencies: [
        "LiveshelfCore", "Intake", "InventoryEngine", "RoomEngine", "RoomHost", "Storage", "Delivery", "ViewerComments",
        crypto, grdb, httpClient, hummingbird, hummingbirdCore, lifecycle, logging, nio, nioHTTP1, unixSignals, yams,
      ],
      path: "Sources/LiveshelfServer",
      resources: [.embedInCode("OpenAPI/openapi.yaml"), .embedInCode("Dashboard/Resources")], swiftSettings: strict),
    .executableTarget(
      name: "liveshelf",
      dependencies: [
        "RoomRunner", "LiveshelfCore", "MediaIngest", "AudioMarkers", "ProductMentions", "Intake", "InventoryEngine",
        "Delivery", "Reports", "RoomHost", "Storage", "LiveshelfServer", argumentParser, logging, lifecycle,
        unixSignals, httpClient, nio, nioHTTP1, "RoomEngine", "RoomWorkers", "Backbone", "KafkaLink",
        "Planning",
      ],
      path: "Sources/liveshelf",
      swiftSettings: strict),

    // Many machines: logs, leases and state on NATS JetStream, or in one file
    .systemLibrary(name: "CNats", path: "Sources/CNats", pkgConfig: "libnats", providers: [.apt(["libnats-dev"])]),
    module("Backbone", ["LiveshelfCore", "Delivery", "CNats", grdb]),
    .systemLibrary(
      name: "CKafka", path: "Sources/CKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
    module("KafkaLink", ["LiveshelfCore", "Delivery", "CKafka"]),

    module(
      "RoomWorkers",
      ["LiveshelfCore", "Backbone", "Delivery", "InventoryEngine", "LiveshelfServer", "RoomHost", "Storage", crypto]),

    // Measured by hand, never asserted by a clock in a test
    benchmark("media", "MediaBenchmark", ["MediaIngest", "LiveshelfCore"]),
    benchmark("speech", "SpeechBenchmark", ["LiveshelfCore", "SpeechRecognition"]),
    benchmark(
      "mention", "MentionBenchmark",
      ["ProductMentions", "SpeechRecognition", "MediaIngest", "LiveshelfCore", argumentParser],
      exclude: ["fit_confidence.py", "everyday_words.py"]),
    benchmark("marker", "MarkerBenchmark", ["AudioBoundaries", "AudioMarkers", "LiveshelfCore", argumentParser]),
    benchmark("orders", "OrdersBenchmark", ["LiveshelfCore", "Intake", "RoomEngine", argumentParser]),
    benchmark("tracking", "TrackingBenchmark", ["LiveshelfCore", "ProductMentions", "RoomEngine", argumentParser]),
    benchmark(
      "room", "RoomBenchmark",
      ["LiveshelfCore", "Intake", "InventoryEngine", "RoomEngine", "Reports", argumentParser]),
    benchmark("inventory", "InventoryBenchmark", ["Intake", "InventoryEngine", "LiveshelfCore", "Reports"]),

    benchmark(
      "host", "HostBenchmark",
      ["Intake", "RoomHost", "RoomEngine", "Storage", "InventoryEngine", "LiveshelfCore", argumentParser]),
    benchmark(
      "server", "ServerBenchmark",
      [
        "LiveshelfCore", "LiveshelfServer", "ServerTestSupport", argumentParser, httpClient, lifecycle, logging, nio,
        nioHTTP1,
      ]),

    benchmark(
      "answer", "AnswerBenchmark",
      [
        "InventoryEngine", "LiveshelfCore", "LiveshelfServer", "RoomHost", argumentParser, httpClient, lifecycle,
        logging,
        nio,
      ]),
    benchmark("delivery", "DeliveryBenchmark", ["Delivery", "DeliveryTestSupport", "LiveshelfCore", argumentParser]),
    benchmark("backbone", "BackboneBenchmark", ["Backbone", "LiveshelfCore", argumentParser]),
    benchmark("comment", "CommentBenchmark", ["Intake", "LiveshelfCore", "ViewerComments"]),

    // Tests
    .target(name: "TestSupport", dependencies: ["LiveshelfCore"], path: "Tests/TestSupport", swiftSettings: strict),
    .target(
      name: "DeliveryTestSupport", dependencies: ["Delivery", "LiveshelfCore", nio, nioPosix, nioHTTP1],
      path: "Tests/DeliveryTestSupport", swiftSettings: strict),
    tests(of: "LiveshelfCore"),
    tests(of: "MediaIngest", ["LiveshelfCore"]),
    tests(of: "ProductMentions"),
    tests(of: "AudioMarkers", ["LiveshelfCore"]),
    tests(of: "Intake", ["LiveshelfCore", "InventoryEngine"]),
    tests(of: "Planning", ["LiveshelfCore", "Intake"]),
    tests(of: "AudioBoundaries", ["LiveshelfCore"]),
    tests(of: "InventoryEngine", ["Intake", "LiveshelfCore"]),
    tests(of: "Delivery", ["DeliveryTestSupport", "LiveshelfCore"]),
    tests(of: "ViewerComments", ["LiveshelfCore", "Intake"]),
    tests(of: "Reports", ["LiveshelfCore", "InventoryEngine"]),
    tests(of: "RoomRunner", ["LiveshelfCore", "MediaIngest"]),
    tests(
      of: "Storage",
      ["LiveshelfCore", "RoomEngine", "InventoryEngine", "Delivery", "DeliveryTestSupport", grdb]),
    tests(of: "RoomHost", ["LiveshelfCore", "RoomEngine", "InventoryEngine", "Storage", "Reports", grdb]),
    .target(
      name: "ServerTestSupport",
      dependencies: ["InventoryEngine", "LiveshelfCore", "LiveshelfServer", "RoomHost", "ViewerComments"],
      path: "Tests/ServerTestSupport", swiftSettings: strict),
    tests(
      of: "LiveshelfServer",
      [
        "DeliveryTestSupport", "Intake", "InventoryEngine", "LiveshelfCore", "RoomEngine", "RoomHost",
        "ServerTestSupport",
        "Storage", "ViewerComments", crypto, httpClient, lifecycle, logging, nio,
      ]),
    tests(of: "liveshelf"),
    .testTarget(
      name: "DashboardTests", dependencies: ["LiveshelfServer", "TestSupport", "liveshelf"],
      path: "Tests/DashboardTests",
      exclude: ["MockServer"], swiftSettings: strict),
    tests(of: "RoomEngine", ["LiveshelfCore", "Intake"]),
    tests(of: "SpeechRecognition", ["LiveshelfCore"]),
    tests(of: "Backbone", ["LiveshelfCore", "Delivery"]),
    tests(
      of: "RoomWorkers",
      ["Backbone", "Delivery", "InventoryEngine", "LiveshelfCore", "LiveshelfServer", "RoomHost", "Storage"]),
    tests(of: "KafkaLink", ["LiveshelfCore", "Delivery", "CKafka"]),
  ]
)
