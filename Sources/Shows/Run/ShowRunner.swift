internal import AudioMarkers
internal import Foundation
public import Hearing
internal import LiveshelfCore
internal import MediaIngest
internal import Synchronization

/// Follows shows: a recording from its beginning to its end, or a stream while it lasts.
public final class ShowRunner: Sendable {
  let settings: ShowSettings
  public let inputs: ShowInputs
  let models: ModelFolder
  let markers: MarkerLibrary?
  let watch: @Sendable (ShowEvent) -> Void
  let output: OutputFolder
  private let length = Mutex<Double?>(nil)

  /// Reads and checks all files of the show and finds the models; nothing is listened to yet.
  ///
  /// - Parameters:
  ///   - followsOrders: for `attach`: the order file may grow, or is standard input.
  ///   - watch: called from the show's threads, one call at a time, with what happens.
  public init(_ settings: ShowSettings, followsOrders: Bool = false, watch: @escaping @Sendable (ShowEvent) -> Void)
    throws
  {
    self.settings = settings
    self.watch = watch
    inputs = try ShowInputs(settings, follows: followsOrders)
    let output = try OutputFolder(settings.output)
    self.output = output
    do {
      models = try ModelFolder.locate(settings.models)
      try models.checkSizes()
      markers = try settings.markers.map { try MarkerFolder.load($0) }
    } catch {
      output.takeBack()
      throw error
    }
  }

  /// Seconds that the recordings last, as far as their bytes tell by now; nil: unknown.
  public var estimatedSeconds: Double? { length.withLock { $0 } }

  func note(length seconds: Double?) { length.withLock { $0 = seconds } }

  /// A live show's tables are written anew so often, in seconds: a program that is killed loses no more of them.
  private static let interimInterval = 60.0

  /// The pipeline of a show that begins as `clock` says.
  func pipeline(_ pace: ShowPace, clock: ShowClock, recording: String, threads: Int, takesRest: Bool) throws
    -> ShowPipeline<ShowSummary>
  {
    let model = try models.load(threads: threads)
    return ShowPipeline(
      pace: pace, model: model, markers: markers, catalog: inputs.catalog, cleaning: settings.cleaning,
      takesRest: takesRest,
      follower: SessionThread(watch: watch) { [settings, inputs, watch] in
        try ShowSession(
          settings: settings, inputs: inputs, clock: clock, recording: recording,
          interimInterval: pace == .live ? Self.interimInterval : nil, watch: watch)
      })
  }

  /// When the show began: as the user says, else as the stream tells, else as the recording's name does.
  ///
  /// - Throws: `ShowError.startTimeUnknown` when nothing tells and something needs it.
  func clock(from anchor: WallClockAnchor?, named: WallTime? = nil) throws(ShowError) -> ShowClock {
    if let clock = inputs.clock { return clock }
    if let anchor {
      let start = anchor.streamStart
      let date = Date(timeIntervalSince1970: Double(start.microseconds) / 1_000_000)
      return ShowClock(start: start, offset: ZoneOffset(seconds: TimeZone.current.secondsFromGMT(for: date)))
    }
    if let named {
      watch(.warning("the show's start is taken from the recording's name (--start-time says otherwise)"))
      return ShowClock(start: named, offset: .china)
    }
    let timed = inputs.timedParts
    guard timed.isEmpty else { throw .startTimeUnknown(needs: timed) }
    watch(.warning("nothing tells when the show began: its times count from 1970-01-01T00:00:00Z (see --start-time)"))
    return ShowClock(start: WallTime(microseconds: 0), offset: .utc)
  }
}

extension MediaSource {
  /// What a show's files call the source: the name of a file without its folder, the address of a stream without
  /// credentials.
  var label: String {
    address.contains("://") ? redactedAddress : URL(filePath: address).lastPathComponent
  }
}
