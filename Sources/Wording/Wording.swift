public import LiveshelfCore

/// A language in which people read.
public enum Language: String, Hashable, Sendable, CaseIterable {
  case zh, en
}

/// Says in a person's language what the engines decide. Every sentence and title about signals, presentations and streams
/// is made here, its two languages side by side.
///
/// Sentences do not name the signal's product: who shows them shows it too.
public struct Wording: Hashable, Sendable {
  public let language: Language

  public init(_ language: Language) {
    self.language = language
  }

  /// The text in the language.
  func say(_ zh: @autoclosure () -> String, _ en: @autoclosure () -> String) -> String {
    switch language {
    case .zh: zh()
    case .en: en()
    }
  }
}
