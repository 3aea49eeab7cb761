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
  ],
  targets: [
    // The domain, without I/O
    module("LiveshelfCore"),
    module("RoomEngine", ["LiveshelfCore", "InventoryEngine", crypto]),
    module("InventoryEngine", ["LiveshelfCore"]),

    // Media: everything that touches a codec or a container
    .systemLibrary(
      name: "CLibAV", path: "Media/CLibAV", pkgConfig: "libavformat",
      providers: [.apt(["libavformat-dev", "libavcodec-dev", "libswresample-dev", "libavutil-dev"])]),
    module("MediaIngest", ["CLibAV", "LiveshelfCore"], path: "Media/MediaIngest"),

    // Hearing: words, product names, stingers
    .target(name: "COnnxRuntime", path: "Sources/COnnxRuntime", linkerSettings: [.linkedLibrary("dl")]),
    module("SpectralAnalysis", ["CLibAV"]),
    module("SpeechRecognition", ["LiveshelfCore", "COnnxRuntime"]),
    module("ProductMentions", ["LiveshelfCore"]),
    module("AudioMarkers", ["LiveshelfCore", "SpectralAnalysis"]),

    // Files in and out, and the program
    module("Intake", ["LiveshelfCore"]),
    module("Reports", ["LiveshelfCore", "RoomEngine", "InventoryEngine"]),
    module(
      "RoomRunner",
      [
        "LiveshelfCore", "RoomEngine", "InventoryEngine", "MediaIngest", "SpeechRecognition", "ProductMentions",
        "AudioMarkers", "Intake", "Reports", logging,
      ]),
    .executableTarget(
      name: "liveshelf", dependencies: ["RoomRunner", argumentParser, crypto, logging], path: "Sources/liveshelf",
      swiftSettings: strict),

    // Measured by hand, never asserted
    .executableTarget(
      name: "speech-benchmark", dependencies: ["LiveshelfCore", "SpeechRecognition"],
      path: "Benchmarks/SpeechBenchmark", swiftSettings: strict),

    // Tests
    .target(name: "TestSupport", dependencies: ["LiveshelfCore"], path: "Tests/TestSupport", swiftSettings: strict),
    tests(of: "LiveshelfCore"),
    tests(of: "SpeechRecognition", ["LiveshelfCore"]),
  ]
)
