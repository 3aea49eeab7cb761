public import LiveshelfCore

/// Turns audio into timed text.
///
/// A recogniser belongs to one stream and is used from one thread at a time. Its results depend on the audio and the
/// catalog alone, not on the sizes of the blocks or on the clock.
public protocol SpeechRecognizer: SpeechRescorer {
  /// Takes in the next audio; gives what was understood with its help.
  ///
  /// - Throws: `.inference` when a stretch could not be recognised: it is lost, and the recogniser goes on with the next
  ///   block. `.brokenStream` when the block does not follow the one before; nothing has changed then.
  func consume(_ block: AudioBlock) throws(SpeechError) -> [Utterance]

  /// The stream has ended: gives what is still open.
  func finish() throws(SpeechError) -> [Utterance]

  /// Hears speech once more whose words were given while it was still going on, now that it can be heard as a whole.
  /// Call it when what `consume` and `finish` gave has been dealt with.
  ///
  /// - Returns: utterances over audio that earlier ones cover too: for names that were missed, not for the transcript.
  /// - Throws: `.inference` when that failed; the recogniser goes on.
  func listenAgain() throws(SpeechError) -> [Utterance]

  /// Names that are likely to be said from now on, in place of the ones before.
  func updateCatalog(_ phrases: [BiasPhrase])
}

extension SpeechRecognizer {
  /// Recognisers that wait for the whole stretch have nothing to add.
  public func listenAgain() throws(SpeechError) -> [Utterance] { [] }
}
