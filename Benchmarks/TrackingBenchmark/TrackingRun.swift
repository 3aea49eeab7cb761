import LiveshelfCore
import RoomEngine

/// What live tracker and smoother make of a show's evidence.
struct TrackingRun {
  /// Live presentations by id with their latest revision, in order of announcement; withdrawn ones included.
  var announced: [Presentation] = []
  var decisions: [TrackerDecision] = []
  var smoothed: [Presentation] = []

  /// - Parameter watch: called every half second with the time and what is believed.
  init(
    _ evidence: [TimedEvidence], catalog: Catalog, duration: Double, settings: TrackerSettings = .init(),
    watch: ((StreamTime, StagePosterior) -> Void)? = nil
  ) {
    let end = StreamTime(seconds: duration)
    var tracker = PresentationTracker(catalog: catalog, settings: settings)
    var smoother = PresentationSmoother(catalog: catalog, settings: settings)
    let inOrder = evidence.enumerated().sorted {
      ($0.element.knownAt, $0.offset) < ($1.element.knownAt, $1.offset)
    }.map(\.element)
    var clock = StreamTime.zero
    for item in inOrder where item.knownAt <= end {
      while clock + 0.5 < item.knownAt {
        clock = clock + 0.5
        take(tracker.advance(to: clock))
        watch?(clock, tracker.posterior)
      }
      take(tracker.observe(item.evidence, knownAt: item.knownAt))
      smoother.observe(item.evidence)
    }
    while clock + 0.5 < end {
      clock = clock + 0.5
      take(tracker.advance(to: clock))
    }
    take(tracker.finish(at: end))
    smoothed = smoother.presentations(until: end, announced: announced)
  }

  private mutating func take(_ new: [TrackerDecision]) {
    decisions += new
    for decision in new {
      let presentation = decision.presentation
      if let index = announced.firstIndex(where: { $0.id == presentation.id }) {
        announced[index] = presentation
      } else {
        announced.append(presentation)
      }
    }
  }
}
