import ArgumentParser
import Foundation
import MediaIngest

struct PublishCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Send a recording to an RTMP server as if it were live, for rehearsals.",
    discussion: "Nothing is encoded anew. Ctrl-C stops it.")

  @Argument(help: ArgumentHelp("The recording.", valueName: "recording"), completion: .file())
  var recording: String

  @Argument(help: ArgumentHelp("Such as rtmp://127.0.0.1:1935/live/room1.", valueName: "url"))
  var destination: String

  @Option(help: ArgumentHelp("How many times faster than real time.", valueName: "factor"))
  var speed = 1.0

  @Option(help: ArgumentHelp("Where in the recording to begin, in seconds.", valueName: "seconds"))
  var from = 0.0

  func validate() throws {
    guard speed > 0, from >= 0 else { throw ValidationError("--speed takes a number above 0, --from one from 0") }
  }

  func run() async throws {
    var publisher = RecordingPublisher(recording: MediaSource(recording), destination: destination)
    publisher.speed = speed
    publisher.from = from
    let interrupt = MediaInterrupt()
    let (_, wasInterrupted) = try await Interruption.run { [publisher] in
      try await withTaskCancellationHandler {
        try await Task.detached {
          do {
            try publisher.run(interrupt: interrupt)
          } catch MediaError.cancelled {
            return
          }
        }.value
      } onCancel: {
        interrupt.cancel()
      }
    }
    if wasInterrupted { throw ExitCode(130) }
  }
}
