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

  /// Names that are likely to be said from now on, in place of the ones before.
  func updateCatalog(_ phrases: [BiasPhrase])
}
