// swift-tools-version: 6.1
import PackageDescription

// Programs that measure. Nothing here is a test: no clock decides whether the project is right.
//   swift run --package-path Benchmarks -c release NAME-benchmark

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let modules = Target.Dependency.product(name: "LiveshelfModules", package: "liveshelf")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")

/// The program `NAME-benchmark` in `FOLDER`.
func benchmark(
  _ name: String, _ folder: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .executableTarget(
    name: "\(name)-benchmark", dependencies: [modules] + dependencies, path: folder, exclude: exclude,
    swiftSettings: strict)
}

let package = Package(
  name: "liveshelf-benchmarks",
  // Versions are those that the package above states.
  dependencies: [
    .package(name: "liveshelf", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    benchmark("media", "MediaBenchmark"),
    benchmark("speech", "SpeechBenchmark"),
    benchmark("mention", "MentionBenchmark", [argumentParser], exclude: ["fit_confidence.py", "everyday_words.py"]),
    benchmark("marker", "MarkerBenchmark", [argumentParser]),
    benchmark("orders", "OrdersBenchmark", [argumentParser]),
    benchmark("tracking", "TrackingBenchmark", [argumentParser]),
    benchmark("room", "RoomBenchmark", [argumentParser]),
    benchmark("inventory", "InventoryBenchmark"),
    benchmark("host", "HostBenchmark", [argumentParser]),
    benchmark("server", "ServerBenchmark", [argumentParser, httpClient, lifecycle, logging, nio, nioHTTP1]),
    benchmark("answer", "AnswerBenchmark", [argumentParser, httpClient, lifecycle, logging, nio]),
    benchmark("delivery", "DeliveryBenchmark", [argumentParser]),
    benchmark("backbone", "BackboneBenchmark", [argumentParser]),
    benchmark("comment", "CommentBenchmark"),
  ]
)
