/// Finds stretches that sound like an earlier stretch: runs of landmarks that were all heard the same time before.
struct RepetitionFinder {
  /// Frames from `first` to `last` that were also heard `lag` frames before.
  struct Repetition {
    var first, last, lag: Int
    var landmarks: Int
    /// How often a landmark lay later than all before it. Two vowels alike have many landmarks at once and then no more.
    var moments = 1
  }

  /// Frames after which a run without a new landmark is over.
  private static let patience = 50
  /// Frames by which a repetition must lie apart: 2 s.
  private static let leastLag = 125
  private static let leastLandmarks = 14
  private static let leastMoments = 8
  /// Frames that a sound lasts at least and at most: 0.4 and 8 s. Longer repetitions are music.
  private static let lengths = 25...500
  /// Repetitions kept, and runs followed at once.
  private static let mostRepetitions = 20_000
  private static let mostRuns = 200_000
  /// Lags are followed in pairs, for the frames of two plays lie differently.
  private static let framesPerLag = 2

  private var runs: [Int: Repetition] = [:]
  private(set) var repetitions: [Repetition] = []
  private var lastSweep = 0

  /// Takes note that a landmark of `frame` was heard at `earlier`.
  mutating func note(frame: Int, earlier: Int) {
    let lag = frame - earlier
    guard lag >= Self.leastLag else { return }
    let key = lag / Self.framesPerLag
    if var run = runs[key] {
      run.moments += frame > run.last ? 1 : 0
      run.last = max(run.last, frame)
      run.landmarks += 1
      runs[key] = run
    } else if runs.count < Self.mostRuns {
      runs[key] = Repetition(first: frame, last: frame, lag: lag, landmarks: 1)
    }
  }

  /// Closes the runs that are over at `frame`.
  mutating func advance(to frame: Int) {
    guard frame - lastSweep >= Self.patience / 2 else { return }
    lastSweep = frame
    var closed: [Repetition] = []
    runs = runs.filter { _, run in
      guard frame - run.last > Self.patience else { return true }
      closed.append(run)
      return false
    }
    keep(closed)
  }

  mutating func finish() {
    keep(Array(runs.values))
    runs.removeAll()
  }

  private mutating func keep(_ closed: [Repetition]) {
    let good = closed.filter { run in
      run.landmarks >= Self.leastLandmarks && run.moments >= Self.leastMoments
        && Self.lengths.contains(run.last - run.first)
    }
    // A dictionary's order is not to show.
    repetitions += good.sorted { ($0.first, $0.lag) < ($1.first, $1.lag) }
    if repetitions.count > 2 * Self.mostRepetitions {
      repetitions.sort { ($1.landmarks, $0.first, $0.lag) < ($0.landmarks, $1.first, $1.lag) }
      repetitions.removeLast(repetitions.count - Self.mostRepetitions)
    }
  }
}
