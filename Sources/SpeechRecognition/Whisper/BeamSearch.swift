/// Searches for the most probable texts of a stretch of speech, with and without the catalog's bias at once.
///
/// All hypotheses advance in one batch. One of them is always the best without bias, so that the unbiased reading is
/// found beside the biased one at no extra cost.
struct BeamSearch {
  let model: WhisperModel
  let options: DecodingOptions
  let bias: BiasTrie?
  /// The audio ends in the middle of speech: a name that is being spelled at the end keeps its bonus, since its rest
  /// has not been heard yet.
  var speechGoesOn = false

  struct Lane {
    var node: Int
    var logProbability: Float
    var bonus: Float
    var state: BiasTrie.State
    var total: Float { logProbability + bonus }
  }

  struct Candidate {
    var lane: Int
    var token: Int
    var tokenLogProbability: Float
    var logProbability: Float
    var bonus: Float
    var total: Float { logProbability + bonus }
  }

  /// A token in the tree of all hypotheses.
  struct Node {
    var parent: Int
    var token: Int
    var logProbability: Float
    /// Where the attention that led to it is kept.
    var step: Int
    var lane: Int
  }

  struct Finished {
    var node: Int
    var length: Int
    var logProbability: Float
    var bonus: Float
    var score: Float { (logProbability + bonus) / lengthScale(length) }
    var unbiasedScore: Float { logProbability / lengthScale(length) }
  }

  /// - Parameters:
  ///   - prompt: the control tokens.
  ///   - committed: text tokens that are settled; the search goes on after them.
  /// - Returns: readings, the best with bias first; the best without bias is among them. Each begins with `committed`.
  func run(
    _ speech: EncodedSpeech, prompt: [Int], committed: [Int], distribution: inout TokenDistribution
  ) throws(SpeechError) -> [DecodedText] {
    let seconds = Double(speech.audioFrames) / Double(EncodedSpeech.framesPerSecond)
    let room = model.description.textContext - prompt.count - 1
    let limit = min(room, Int(6 + options.tokensPerSecond * seconds))
    guard committed.count < limit else { return [] }

    var nodes: [Node] = []
    var attention: [[Float]] = []
    var finished: [Finished] = []
    var start = BiasTrie.State()
    for token in committed { _ = bias?.advance(&start, by: model.vocabulary.bytes(of: token)) }
    var lanes = [Lane(node: -1, logProbability: 0, bonus: 0, state: start)]
    let entry = prompt + committed
    var step = try model.network.step(
      tokens: [entry], cache: model.emptyCache(), speech: speech, rows: [entry.count - 1])
    let committedAttention = keep(step.attention, speech.audioFrames)
    attention.append(committedAttention.last ?? [])

    for length in committed.count... {
      let candidates = candidates(
        of: lanes, step.logits, atStart: length == 0, distribution: &distribution)
      let chosen = choose(
        candidates, finished: &finished, nodes: &nodes, lanes: lanes, length: length, committed: committed.count,
        attention, frames: speech.audioFrames)
      let isLast = length + 1 >= limit
      if chosen.isEmpty || isLast || isSettled(finished, chosen, length: length + 1) {
        if finished.isEmpty {
          // Cut off: what there is, without an end.
          for candidate in chosen {
            append(candidate, &nodes, lanes, attention.count - 1)
            finished.append(
              Finished(
                node: nodes.count - 1, length: length + 1, logProbability: candidate.logProbability,
                bonus: candidate.bonus))
          }
        }
        break
      }
      var next: [Lane] = []
      for candidate in chosen {
        append(candidate, &nodes, lanes, attention.count - 1)
        var state = lanes[candidate.lane].state
        _ = bias?.advance(&state, by: model.vocabulary.bytes(of: candidate.token))
        next.append(
          Lane(
            node: nodes.count - 1, logProbability: candidate.logProbability, bonus: candidate.bonus, state: state))
      }
      let cache = try step.cache.selecting(chosen.map(\.lane), runtime: model.network.runtime)
      step = try model.network.step(tokens: chosen.map { [$0.token] }, cache: cache, speech: speech, rows: [0])
      attention.append(keep(step.attention, speech.audioFrames).first ?? [])
      lanes = next
    }
    let rows = committedRows(committedAttention, prompt: prompt.count, committed: committed.count)
    return ranked(finished).map { read($0, nodes, attention, committed, rows, speech.audioFrames) }
  }

  private func candidates(
    of lanes: [Lane], _ logits: OnnxTensor, atStart: Bool, distribution: inout TokenDistribution
  ) -> [Candidate] {
    let size = logits.shape[2]
    var all: [Candidate] = []
    for (index, lane) in lanes.enumerated() {
      let choices = logits.withFloats { logits in
        distribution.best(
          options.choices, of: UnsafeBufferPointer(rebasing: logits[(index * size)..<((index + 1) * size)]),
          atStart: atStart)
      }
      for choice in choices where choice.logProbability > -.infinity {
        var change: Float = 0
        if let bias {
          if choice.token == model.description.tokens.endOfText {
            change = speechGoesOn ? 0 : bias.finish(lane.state)
          } else {
            var state = lane.state
            change = bias.advance(&state, by: model.vocabulary.bytes(of: choice.token))
          }
        }
        all.append(
          Candidate(
            lane: index, token: choice.token, tokenLogProbability: choice.logProbability,
            logProbability: lane.logProbability + choice.logProbability, bonus: lane.bonus + change))
      }
    }
    return all
  }

  /// The hypotheses to follow: the best with bias, and the best without. Texts that end on the way are finished.
  private func choose(
    _ candidates: [Candidate], finished: inout [Finished], nodes: inout [Node], lanes: [Lane], length: Int,
    committed: Int, _ attention: [[Float]], frames: Int
  ) -> [Candidate] {
    let step = attention.count - 1
    let end = model.description.tokens.endOfText
    func better(_ a: Candidate, _ b: Candidate, _ left: Float, _ right: Float) -> Bool {
      left != right ? left > right : (a.lane, a.token) < (b.lane, b.token)
    }
    func finish(_ candidate: Candidate) {
      append(candidate, &nodes, lanes, step)
      finished.append(
        Finished(
          node: nodes.count - 1, length: length, logProbability: candidate.logProbability, bonus: candidate.bonus))
    }
    var chosen: [Candidate] = []
    var ended: Set<Int> = []
    for candidate in candidates.sorted(by: { better($0, $1, $0.total, $1.total) }) {
      if candidate.token == end {
        finish(candidate)
        ended.insert(candidate.lane)
        if options.beamWidth == 1 { return [] }
      } else if let loop = loopStart(candidate, lanes, nodes, attention, frames) {
        if ended.insert(candidate.lane).inserted { finished.append(cutOff(at: loop, nodes, committed: committed)) }
      } else {
        chosen.append(candidate)
        if chosen.count == options.beamWidth { break }
      }
    }
    guard bias != nil, options.beamWidth > 1 else { return chosen }
    for candidate in candidates.sorted(by: { better($0, $1, $0.logProbability, $1.logProbability) }) {
      if candidate.token == end {
        if ended.insert(candidate.lane).inserted { finish(candidate) }
      } else if loopStart(candidate, lanes, nodes, attention, frames) == nil {
        if !chosen.contains(where: { $0.lane == candidate.lane && $0.token == candidate.token }) {
          if chosen.count == options.beamWidth { chosen.removeLast() }
          chosen.append(candidate)
        }
        break
      }
    }
    return chosen
  }

  private func append(_ candidate: Candidate, _ nodes: inout [Node], _ lanes: [Lane], _ step: Int) {
    nodes.append(
      Node(
        parent: lanes[candidate.lane].node, token: candidate.token, logProbability: candidate.tokenLogProbability,
        step: step, lane: candidate.lane))
  }

  /// Nothing that is still open can win.
  private func isSettled(_ finished: [Finished], _ open: [Candidate], length: Int) -> Bool {
    guard finished.count >= options.beamWidth else { return false }
    if finished.count >= 2 * options.beamWidth { return true }
    let best = finished.map(\.score).max() ?? -.infinity
    let bestUnbiased = finished.map(\.unbiasedScore).max() ?? -.infinity
    return open.allSatisfy {
      $0.total / lengthScale(length) < best && $0.logProbability / lengthScale(length) < bestUnbiased
    }
  }

  private func ranked(_ finished: [Finished]) -> [Finished] {
    func sorted(_ score: (Finished) -> Float) -> [Finished] {
      finished.sorted { score($0) != score($1) ? score($0) > score($1) : $0.node < $1.node }
    }
    var best = Array(sorted(\.score).prefix(options.alternatives))
    if let unbiased = sorted(\.unbiasedScore).first, !best.contains(where: { $0.node == unbiased.node }) {
      if best.count == options.alternatives { best.removeLast() }
      best.append(unbiased)
    }
    return best
  }

  /// The attention of a step, only of the frames that are audio: for each token hypothesis × head × frame.
  private func keep(_ attention: OnnxTensor, _ frames: Int) -> [[Float]] {
    let (lanes, heads, tokens, width) = (
      attention.shape[0], attention.shape[1], attention.shape[2], attention.shape[3]
    )
    return attention.withFloats { source in
      (0..<tokens).map { token in
        var kept: [Float] = []
        kept.reserveCapacity(lanes * heads * frames)
        for row in 0..<(lanes * heads) {
          let start = (row * tokens + token) * width
          kept += source[start..<(start + frames)]
        }
        return kept
      }
    }
  }

  /// The attention behind each committed token: that of the token before it.
  private func committedRows(_ kept: [[Float]], prompt: Int, committed: Int) -> [ArraySlice<Float>] {
    kept[(prompt - 1)..<(prompt - 1 + committed)].map { $0[...] }
  }

  private func read(
    _ finished: Finished, _ nodes: [Node], _ attention: [[Float]], _ committed: [Int],
    _ committedRows: [ArraySlice<Float>], _ frames: Int
  ) -> DecodedText {
    var path: [Node] = []
    var index = finished.node
    while index >= 0 {
      path.append(nodes[index])
      index = nodes[index].parent
    }
    path.reverse()
    let size = model.description.alignmentHeads * frames
    let rows = path.map { attention[$0.step][($0.lane * size)..<(($0.lane + 1) * size)] }
    let isEnded = path.last?.token == model.description.tokens.endOfText
    let text = isEnded ? path.dropLast() : path[...]
    return DecodedText(
      tokens: committed + text.map(\.token),
      logProbabilities: [Float](repeating: 0, count: committed.count) + path.map(\.logProbability),
      bonus: finished.bonus,
      // A text that was cut off has no end; its last token's attention stands in for it.
      attention: committedRows + rows + (isEnded ? [] : rows.suffix(1)))
  }
}
