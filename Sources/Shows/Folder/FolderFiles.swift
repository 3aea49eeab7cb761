internal import Foundation
internal import Intake
internal import LiveshelfCore

/// Reads the files of a folder by name and kind. A file that is absent gives nil.
struct FolderFiles {
  let path: String
  let problems: ProblemLog
  /// The longest line of a JSON Lines file.
  private static let longestLine = 1 << 20

  func description() throws(ShowFolderError) -> ShowDescription {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .notAShow(path: path, reason: "there is nothing of that name")
    }
    guard isFolder.boolValue else { throw .notAShow(path: path, reason: "it is a file") }
    guard let show = try object(ShowDescription.self, in: "show.json") else {
      throw .notAShow(path: path, reason: "it has no show.json")
    }
    return show
  }

  /// A file that holds one JSON object.
  func object<Value: Decodable>(_ type: Value.Type, in name: String) throws(ShowFolderError) -> Value? {
    guard let data = try bytes(of: name) else { return nil }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch {
      throw .malformed(path: place(name), line: 1, reason: Self.text(of: error))
    }
  }

  /// A JSON Lines file. Lines that cannot be read are reported and left out.
  func lines<Value: Decodable>(of type: Value.Type, in name: String) throws(ShowFolderError) -> [Value]? {
    guard let data = try bytes(of: name) else { return nil }
    let decoder = JSONDecoder()
    var values: [Value] = []
    var number = 0
    for line in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      number += 1
      guard line.contains(where: { $0 > 32 }) else { continue }
      guard number <= ShowFolder.mostLines else {
        problems.note("only \(ShowFolder.mostLines) lines are read", file: name, line: number)
        break
      }
      guard line.count <= Self.longestLine else {
        problems.note("it is longer than \(Self.longestLine) bytes", file: name, line: number)
        continue
      }
      do {
        values.append(try decoder.decode(type, from: line))
      } catch {
        problems.note(Self.text(of: error), file: name, line: number)
      }
    }
    return values
  }

  /// A table. Rows that cannot be read are reported and left out; a missing column is an error.
  func rows<Value: TableRow>(of type: Value.Type, in name: String) throws(ShowFolderError) -> [Value]? {
    guard let data = try bytes(of: name) else { return nil }
    var table = RowParser(delimiter: UInt8(ascii: ","))
    table.append(Array(data))
    guard case .row(let header)? = table.next(atEnd: true) else {
      throw .malformed(path: place(name), line: 1, reason: "the file is empty, or its first row cannot be read")
    }
    let columns = TableColumns(header.fields)
    let missing = Value.columns.filter { !columns.has($0) }
    guard missing.isEmpty else {
      throw .malformed(path: place(name), line: 1, reason: "the column \(missing.joined(separator: ", ")) is missing")
    }
    var values: [Value] = []
    while let parsed = table.next(atEnd: true) {
      let row: TextRow
      switch parsed {
      case .row(let read): row = read
      case .broken(let problem):
        problems.note("\(problem)", file: name, line: problem.line)
        continue
      }
      guard values.count < ShowFolder.mostLines else {
        problems.note("only \(ShowFolder.mostLines) rows are read", file: name, line: row.line)
        break
      }
      do {
        values.append(try Value(RowFields(columns: columns, fields: row.fields)))
      } catch {
        problems.note(error.reason, file: name, line: row.line)
      }
    }
    return values
  }

  private func place(_ name: String) -> String { path + "/" + name }

  private func bytes(of name: String) throws(ShowFolderError) -> Data? {
    let place = place(name)
    guard FileManager.default.fileExists(atPath: place) else { return nil }
    do {
      let url = URL(filePath: place)
      let values = try url.resolvingSymlinksInPath().resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
      guard values.isRegularFile == true else {
        throw ShowFolderError.unreadable(path: place, reason: "it is not a file")
      }
      let size = values.fileSize ?? 0
      guard size <= ShowFolder.largestFile else {
        throw ShowFolderError.tooLarge(path: place, bytes: size, limit: ShowFolder.largestFile)
      }
      return try Data(contentsOf: url)
    } catch let error as ShowFolderError {
      throw error
    } catch {
      throw .unreadable(path: place, reason: FileTrouble.reason(error))
    }
  }

  /// What is wrong with a JSON text, in one line.
  private static func text(of error: any Error) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.isEmpty ? "" : context.codingPath.map(\.stringValue).joined(separator: ".") + ": "
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context): return path(context) + "'\(key.stringValue)' is missing"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context):
      return path(context) + context.debugDescription
    default: return "\(error)"
    }
  }
}
