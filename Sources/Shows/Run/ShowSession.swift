internal import Foundation
internal import Hearing
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine

/// One show from its first sample to its files: the room's engine, the inputs that are due, the recorder and the watcher.
///
/// Belongs to the show's thread.
final class ShowSession {
  private var engine: RoomEngine
  private var due: DueInputs
  private let recorder: ShowRecorder
  private let watch: @Sendable (ShowEvent) -> Void
  private let description: (StreamTime) -> ShowDescription
  /// Seconds of stream time between two writings of the tables; nil: only at the end.
  private let interimInterval: Double?
  private var lastInterim = StreamTime.zero
  private var silence: SilenceWatch
  private(set) var summary: ShowSummary

  init(
    settings: ShowSettings, inputs: ShowInputs, clock: ShowClock, recording: String, interimInterval: Double?,
    watch: @escaping @Sendable (ShowEvent) -> Void
  ) throws {
    let earlier = try settings.earlierShows.map { try ShowFolder(reading: $0.path) }
    engine = ShowConditions(
      room: settings.room, clock: clock, catalog: inputs.catalog, settings: inputs.thresholds,
      priors: CategoryLessons(earlier).priors
    ).engine()
    due = inputs.dueInputs(on: clock)
    recorder = try ShowRecorder(
      folder: settings.output, offset: clock.offset, hearsMarkers: settings.markers != nil)
    recorder.earlier = earlier.map { EarlierShow($0) }
    silence = SilenceWatch(inputs.catalog, isFlowing: true)
    self.watch = watch
    self.interimInterval = interimInterval
    description = { end in
      ShowDescription(
        room: settings.room, recording: recording, clock: clock, durationSeconds: end.seconds, catalog: inputs.catalog,
        host: settings.host)
    }
    try recorder.record(description(.zero))
    summary = ShowSummary(heard: .zero)
    summary.rejectedRows = inputs.rejected.count
  }

  /// Takes in what was heard, in order, with the orders, stock and comments that were known by then.
  func take(_ heard: [RoomInput]) throws {
    for input in heard {
      for earlier in due.take(through: input.at) { try consume(earlier) }
      try consume(input)
    }
    if let interimInterval, summary.heard - lastInterim >= interimInterval {
      lastInterim = summary.heard
      try recorder.record(description(summary.heard))
      try recorder.record(
        engine.interimConclusion(until: summary.heard), clock: engine.clock, until: summary.heard, isFinal: false)
    }
  }

  /// Ends the show and writes what only its end can tell.
  ///
  /// - Parameters:
  ///   - end: the end of the stream.
  ///   - takesRest: whether orders of after the end, which a file holds, still belong to the show's account.
  func finish(at end: StreamTime, takesRest: Bool) throws -> ShowSummary {
    for earlier in due.take(through: end) { try consume(earlier) }
    try carryOut(engine.finish(at: end), at: end)
    if takesRest {
      for late in due.takeAll() { try consume(late) }
    }
    try recorder.finishTranscript()
    let end = engine.length(until: end)
    let conclusion = engine.conclusion(until: end, findsUnheard: takesRest || interimInterval != nil)
    var description = description(end)
    description.isCutShort = !takesRest && interimInterval == nil
    try recorder.record(description)
    try recorder.record(conclusion, clock: engine.clock, until: end, isFinal: true)
    silence.finish(at: end)
    summary.silences = silence.stretches
    summary.orderSKUs = (silence.orders.all, silence.orders.known, silence.unknownSKU)
    summary.files = try recorder.finish().map(\.rawValue)
    summary.figures = recorder.figures
    summary.heard = end
    summary.presentations = conclusion.presentations
    summary.orderEvents = conclusion.orderCounts.applied
    summary.farEvents = conclusion.farEvents
    summary.differences = conclusion.differences
    summary.remarks = conclusion.remarks
    summary.repeatedOrderEvents = conclusion.orderCounts.duplicates
    return summary
  }

  func noteLoss(seconds: Double) {
    summary.lostSeconds += seconds
  }

  private func consume(_ input: RoomInput) throws {
    // Live it is said at once, and of a recording at its end.
    for change in silence.note(input) where interimInterval != nil { watch(.feed(change)) }
    switch input.content {
    case .heard:
      summary.heard = max(summary.heard, input.at)
      watch(.heard(input.at))
    case .utterance(let utterance):
      summary.utterances += 1
      try recorder.record(utterance)
      watch(.utterance(utterance))
    case .mention(let mention):
      if mention.basis == .name { summary.mentions += 1 }
      try recorder.record(mention)
      watch(.mention(mention))
    case .marker(let hit):
      summary.markers += 1
      try recorder.record(hit)
      watch(.marker(hit))
    case .row(.order(let event)): watch(.order(event, at: input.at))
    case .feed(let change): watch(.feed(change))
    case .boundary, .cue, .row, .fact: break
    }
    let effects = engine.consume(input)
    if case .row(.comment(let comment)) = input.content {
      try recorder.record(comment, at: min(engine.clock.streamTime(of: comment.time), input.at), of: engine)
    }
    try carryOut(effects, at: input.at)
  }

  private func carryOut(_ effects: [RoomEffect], at now: StreamTime) throws {
    for effect in effects {
      switch effect {
      case .signal(let signal):
        summary.signals += 1
        try recorder.record(signal)
        watch(.signal(signal))
      case .presentationEnded(let presentation):
        try recorder.record(presentation, decidedAt: now)
      }
    }
  }
}
