internal import LiveshelfCore

extension ByteWriter {
  mutating func write(_ time: StreamTime) {
    write(time.microseconds)
  }

  mutating func write(_ utterance: Utterance) {
    write(utterance.start)
    write(utterance.end)
    write(utterance.detectedAt)
    write(utterance.hypotheses) { writer, hypothesis in
      writer.write(hypothesis.logProbability)
      writer.write(hypothesis.tokens) { writer, token in
        writer.write(token.text)
        writer.write(token.start)
        writer.write(token.end)
      }
    }
  }

  mutating func write(_ mention: Mention) {
    write(mention.sku.text)
    write(mention.heard)
    write(mention.name)
    write(mention.basis.rawValue)
    write(mention.kind.rawValue)
    write(mention.start)
    write(mention.end)
    write(mention.confidence)
    write(mention.detectedAt)
  }

  mutating func write(_ hit: MarkerHit) {
    write(hit.marker)
    write(hit.start)
    write(hit.end)
    write(hit.score)
    write(hit.detectedAt)
  }

  mutating func write(_ boundary: AudioBoundary) {
    write(boundary.kind.rawValue)
    write(boundary.at)
    write(boundary.strength)
    write(boundary.detectedAt)
  }

  mutating func write(_ cue: CuePoint) {
    write(cue.name)
    write(cue.at)
    write(cue.parameters.sorted { $0.key < $1.key }) { writer, entry in
      writer.write(entry.key)
      writer.write(entry.value)
    }
  }

  mutating func write(_ click: ExplainClick) {
    write(click.sku.text)
    write(click.starts)
    write(click.at)
    write(click.knownAt)
  }

  mutating func write(_ change: FeedChange) {
    write(change.feed)
    write(change.state.rawValue)
    write(change.at)
    write(change.lagSeconds) { $0.write($1) }
    write(change.reason)
  }
}

extension ByteReader {
  mutating func streamTime() throws(RecordError) -> StreamTime {
    StreamTime(microseconds: try int64())
  }

  mutating func utterance() throws(RecordError) -> Utterance {
    Utterance(
      start: try streamTime(), end: try streamTime(), detectedAt: try streamTime(),
      hypotheses: try list { (reader) throws(RecordError) in
        let probability = try reader.double()
        let tokens = try reader.list { (reader) throws(RecordError) in
          SpokenToken(text: try reader.text(), start: try reader.streamTime(), end: try reader.streamTime())
        }
        return Hypothesis(tokens: tokens, logProbability: probability)
      })
  }

  mutating func mention() throws(RecordError) -> Mention {
    let (sku, heard, name) = (try text(), try text(), try text())
    guard let basis = MentionBasis(rawValue: try text()) else { throw .unknown("basis of a mention") }
    guard let kind = MentionKind(rawValue: try text()) else { throw .unknown("kind of mention") }
    return Mention(
      sku: SKU(sku), heard: heard, name: name, basis: basis, kind: kind, start: try streamTime(),
      end: try streamTime(), confidence: try double(), detectedAt: try streamTime())
  }

  mutating func markerHit() throws(RecordError) -> MarkerHit {
    MarkerHit(
      marker: try text(), start: try streamTime(), end: try streamTime(), score: try double(),
      detectedAt: try streamTime())
  }

  mutating func boundary() throws(RecordError) -> AudioBoundary {
    guard let kind = AudioBoundary.Kind(rawValue: try text()) else { throw .unknown("kind of boundary") }
    return AudioBoundary(kind: kind, at: try streamTime(), strength: try double(), detectedAt: try streamTime())
  }

  mutating func cuePoint() throws(RecordError) -> CuePoint {
    let (name, at) = (try text(), try streamTime())
    let entries = try list { (reader) throws(RecordError) in (try reader.text(), try reader.text()) }
    return CuePoint(name: name, at: at, parameters: Dictionary(entries) { $1 })
  }

  mutating func click() throws(RecordError) -> ExplainClick {
    ExplainClick(sku: SKU(try text()), starts: try bool(), at: try streamTime(), knownAt: try streamTime())
  }

  mutating func feedChange() throws(RecordError) -> FeedChange {
    let name = try text()
    guard let state = FeedState(rawValue: try text()) else { throw .unknown("state of a feed") }
    return FeedChange(
      feed: name, state: state, at: try streamTime(),
      lagSeconds: try optional { (reader) throws(RecordError) in try reader.double() }, reason: try text())
  }
}
