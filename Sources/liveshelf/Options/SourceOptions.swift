import ArgumentParser
import MediaIngest

/// How a stream or recording is fetched and which of its sounds is heard.
struct SourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Which audio track to hear, from 0; without it, the one that speaks.", valueName: "number"))
  var audioTrack: Int?

  @Option(
    help: ArgumentHelp(
      "A header for the stream's HTTP requests, such as 'Referer: https://live.example.com/'; may be given several times.",
      valueName: "name: value"))
  var header: [String] = []

  @Option(help: ArgumentHelp("The User-Agent of the stream's HTTP requests.", valueName: "text"))
  var userAgent: String?

  var media: MediaSettings {
    var media = MediaSettings()
    media.audioTrack = audioTrack
    for line in header { _ = media.http.add(line: line) }
    if let userAgent { _ = media.http.add(name: "User-Agent", value: userAgent) }
    return media
  }

  func validate() throws {
    guard audioTrack ?? 0 >= 0 else { throw ValidationError("--audio-track takes a number from 0") }
    var settings = HTTPRequestSettings()
    for line in header where !settings.add(line: line) {
      throw ValidationError("--header takes a line such as 'Referer: https://live.example.com/'")
    }
    if let userAgent, !settings.add(name: "User-Agent", value: userAgent) {
      throw ValidationError("--user-agent takes a line of text")
    }
  }
}
