import ArgumentParser
import Foundation
import LiveshelfServer
import Logging

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Run rooms, take in orders over HTTP, and show the wall screen.",
    discussion: """
      Without a configuration it listens on this machine alone and asks for no token. SIGHUP reads the configuration \
      again; Ctrl-C or SIGTERM stores everything and ends; rooms that ran go on at the next start.

      Example:
        liveshelf serve --data liveshelf-data
        liveshelf serve --config liveshelf.yaml
      """)

  @Option(help: ArgumentHelp("The configuration (YAML).", valueName: "file"), completion: .file())
  var config: String?

  @Option(
    name: .customLong("data"),
    help: ArgumentHelp("The folder to work in (default: liveshelf-data).", valueName: "folder"),
    completion: .directory)
  var data: String?

  @Option(help: ArgumentHelp("The address to listen on; another than loopback needs a token.", valueName: "address"))
  var bind: String?

  @Option(help: ArgumentHelp("The port; 0 for a free one.", valueName: "port"))
  var port: Int?

  @Option(help: ArgumentHelp("Serve the rooms of all workers of this backbone instead.", valueName: "url"))
  var backbone: String?

  @Option(help: ArgumentHelp("The folder of the speech models.", valueName: "folder"), completion: .directory)
  var models: String?

  @Flag(help: "Try what starting would do, up to listening; say what is wrong, and end.")
  var check = false

  func validate() throws {
    guard (0...65_535).contains(port ?? 0) else { throw ValidationError("--port takes a number from 0 to 65535") }
    if bind?.isEmpty == true { throw ValidationError("--bind takes an address, such as 127.0.0.1") }
  }

  func run() async throws {
    let file = config.map { URL(filePath: $0) }
    var configuration = try ServerConfiguration.read(file, environment: ProcessInfo.processInfo.environment)
    let overrides: @Sendable (inout ServerConfiguration) -> Void = { [data, bind, port] configuration in
      if let data { configuration.dataFolder = data }
      if let bind { configuration.server.bind = bind }
      if let port { configuration.server.port = port }
    }
    overrides(&configuration)
    var logger = Logger(label: "liveshelf") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = Logger.Level(rawValue: configuration.logging.level) ?? .info
    if check {
      try await ServingCheck(configuration, file: file, logger: logger).run(backbone: backbone)
      Console.line("the configuration is right")
      return
    }
    try PrivateFolder.prepare(configuration.dataFolder)
    let host = configuration.server.bind == "0.0.0.0" ? "localhost" : configuration.server.bind
    let started: @Sendable (Int) async -> Void = { Console.line("Liveshelf is at http://\(host):\($0)/") }
    if let backbone {
      try await BackboneServer.run(
        configuration, file: file, backbone: backbone, logger: logger, overrides: overrides, started: started)
    } else {
      try await RoomServer(
        configuration, file: file, models: models.map { URL(filePath: $0) }, logger: logger, overrides: overrides,
        started: started
      ).run()
    }
  }
}
