import ArgumentParser
import RoomEngine

/// The tracker's settings, to measure what they do.
struct Tuning: ParsableArguments {
  @Option var announceLevel = TrackerSettings().announceLevel
  @Option var settledLevel = TrackerSettings().settledLevel
  @Option var settleSeconds = TrackerSettings().settleSeconds
  @Option var endLevel = TrackerSettings().endLevel
  @Option var presentationSeconds = TrackerSettings().presentationSeconds
  @Option var chatterSeconds = TrackerSettings().chatterSeconds
  @Option var ownMentionsPerMinute = TrackerSettings().ownMentionsPerMinute
  @Option var otherMentionsPerMinute = TrackerSettings().otherMentionsPerMinute
  @Option var unknownShare = TrackerSettings().unknownShare

  var settings: TrackerSettings {
    var settings = TrackerSettings()
    settings.announceLevel = announceLevel
    settings.settledLevel = settledLevel
    settings.settleSeconds = settleSeconds
    settings.endLevel = endLevel
    settings.presentationSeconds = presentationSeconds
    settings.chatterSeconds = chatterSeconds
    settings.ownMentionsPerMinute = ownMentionsPerMinute
    settings.otherMentionsPerMinute = otherMentionsPerMinute
    settings.unknownShare = unknownShare
    return settings
  }
}
