internal import LiveshelfCore

extension RoomInput {
  /// The same finding on another clock: `distance` microseconds later. For what is heard of a stream that began within a
  /// show.
  public func shifted(by distance: Int64) -> RoomInput {
    func moved(_ time: StreamTime) -> StreamTime { StreamTime(microseconds: time.microseconds &+ distance) }
    var input = self
    input.at = moved(at)
    switch content {
    case .heard, .row, .fact: break
    case .utterance(var utterance):
      utterance.start = moved(utterance.start)
      utterance.end = moved(utterance.end)
      utterance.detectedAt = moved(utterance.detectedAt)
      for hypothesis in utterance.hypotheses.indices {
        for token in utterance.hypotheses[hypothesis].tokens.indices {
          let start = utterance.hypotheses[hypothesis].tokens[token].start
          let end = utterance.hypotheses[hypothesis].tokens[token].end
          utterance.hypotheses[hypothesis].tokens[token].start = moved(start)
          utterance.hypotheses[hypothesis].tokens[token].end = moved(end)
        }
      }
      input.content = .utterance(utterance)
    case .mention(var mention):
      mention.start = moved(mention.start)
      mention.end = moved(mention.end)
      mention.detectedAt = moved(mention.detectedAt)
      input.content = .mention(mention)
    case .marker(var hit):
      hit.start = moved(hit.start)
      hit.end = moved(hit.end)
      hit.detectedAt = moved(hit.detectedAt)
      input.content = .marker(hit)
    case .boundary(var boundary):
      boundary.at = moved(boundary.at)
      boundary.detectedAt = moved(boundary.detectedAt)
      input.content = .boundary(boundary)
    case .cue(var cue):
      cue.at = moved(cue.at)
      input.content = .cue(cue)
    case .feed(var change):
      change.at = moved(change.at)
      input.content = .feed(change)
    }
    return input
  }
}
