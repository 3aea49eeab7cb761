import Foundation
import FoundationXML

/// What a reader of XML is told.
protocol XMLEventReading: AnyObject {
  func begin(_ name: String, _ attributes: [String: String])
  /// - Parameter text: what stood between the last two tags.
  func end(_ name: String, _ text: String)
}

/// Runs Foundation's parser over a document, without prefixes of names. Entities from outside are not followed.
final class XMLEvents<Reader: XMLEventReading>: NSObject, XMLParserDelegate {
  private let reader: Reader
  private var text = ""

  /// Reads as far as the document is well-formed.
  static func read(_ data: Data, into reader: Reader) -> Reader {
    let parser = XMLParser(data: data)
    let events = XMLEvents(reader)
    parser.delegate = events
    parser.shouldResolveExternalEntities = false
    // The parser does not keep it.
    withExtendedLifetime(events) { _ = parser.parse() }
    return reader
  }

  private init(_ reader: Reader) {
    self.reader = reader
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    text = ""
    reader.begin(Self.local(name), attributes)
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    // A cell holds at most 32,767 characters.
    if text.utf8.count < 1 << 17 { text += string }
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    reader.end(Self.local(name), text)
    text = ""
  }

  private static func local(_ name: String) -> String {
    name.firstIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
  }
}
