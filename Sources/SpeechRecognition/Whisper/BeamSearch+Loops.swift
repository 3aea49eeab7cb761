extension BeamSearch {
  /// The last token of a block of words that the candidate would repeat without any audio for it: the network has run
  /// into a loop, as it does when it misses the end of the speech. A host who really says things twice moves the
  /// attention on.
  func loopStart(
    _ candidate: Candidate, _ lanes: [Lane], _ nodes: [Node], _ attention: [[Float]], _ frames: Int
  ) -> Int? {
    var path: [Int] = []
    var index = lanes[candidate.lane].node
    while index >= 0, path.count < 2 * Self.longestLoop {
      path.append(index)
      index = nodes[index].parent
    }
    // `path` runs backwards; the candidate would come before its first element.
    guard path.count >= 2 * Self.shortestLoop - 1 else { return nil }
    for length in Self.shortestLoop...min(Self.longestLoop, (path.count + 1) / 2) {
      guard nodes[path[length - 1]].token == candidate.token,
        (0..<(length - 1)).allSatisfy({ nodes[path[$0]].token == nodes[path[$0 + length]].token })
      else { continue }
      let last = nodes[path[length - 1]]
      let advance =
        focus(attention[attention.count - 1], candidate.lane, frames) - focus(attention[last.step], last.lane, frames)
      if advance < Self.framesPerToken * length { return path[length - 1] }
    }
    return nil
  }

  /// Tokens of a block whose repetition is looked for.
  private static let (shortestLoop, longestLoop) = (4, 40)
  /// Frames (20 ms) that a spoken token takes at the least.
  private static let framesPerToken = 2

  /// The frame that the alignment heads attend to most.
  private func focus(_ attention: [Float], _ lane: Int, _ frames: Int) -> Int {
    let heads = model.description.alignmentHeads
    var sums = [Float](repeating: 0, count: frames)
    for head in 0..<heads {
      let start = (lane * heads + head) * frames
      for frame in 0..<frames { sums[frame] += attention[start + frame] }
    }
    return sums.indices.max { sums[$0] < sums[$1] } ?? 0
  }

  /// The text up to a node, without an end of its own.
  func cutOff(at node: Int, _ nodes: [Node], committed: Int) -> Finished {
    var (length, logProbability) = (committed, Float(0))
    var index = node
    while index >= 0 {
      length += 1
      logProbability += nodes[index].logProbability
      index = nodes[index].parent
    }
    return Finished(node: node, length: length, logProbability: logProbability, bonus: 0)
  }
}
