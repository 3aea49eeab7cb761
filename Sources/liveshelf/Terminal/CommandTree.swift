import ArgumentParser
import Foundation

/// The commands and options as the user may write them, to find what a misspelt one was meant to be.
struct CommandTree: Decodable {
  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String
    }
    var names: [Name]?
  }

  var commandName: String
  var subcommands: [CommandTree]?
  var arguments: [Argument]?

  /// The tree of the whole program; nil when it cannot be told.
  static func program() -> CommandTree? {
    struct Tool: Decodable { var command: CommandTree }
    return try? JSONDecoder().decode(Tool.self, from: Data(Liveshelf._dumpHelp().utf8)).command
  }

  /// What is misspelt in a command line, and what it may have been meant to be; nil: nothing is.
  func complaint(about arguments: [String]) -> String? {
    var (command, path) = (self, [commandName])
    var rest = arguments[...]
    if rest.first == "help" { return helpComplaint(about: rest.dropFirst()) }
    while let next = rest.first, let commands = command.subcommands, !commands.isEmpty, !next.hasPrefix("-"),
      next != "help"
    {
      guard let found = commands.first(where: { $0.commandName == next }) else {
        // A default subcommand may take the word.
        guard let hint = command.hint(for: next) ?? (path.count == 1 ? "" : nil) else { break }
        return "there is no command '\((path + [next]).joined(separator: " "))'\(hint)\(see(path))"
      }
      command = found
      path.append(next)
      rest = rest.dropFirst()
    }
    // One of the subcommands may be meant without being named.
    let known = Set(command.optionNames + (path.count > 1 ? command.subcommands?.flatMap(\.optionNames) ?? [] : []))
    for argument in rest.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") && argument.count > 3 {
      let name = String(argument.dropFirst(2).prefix { $0 != "=" })
      guard !known.contains(name) else { continue }
      let near = Spelling.nearest(to: name, among: command.optionNames).map { ": did you mean '--\($0)'?" } ?? ""
      return "'\(path.joined(separator: " "))' has no option '--\(name)'\(near)\(see(path))"
    }
    return nil
  }

  private func helpComplaint(about words: ArraySlice<String>) -> String? {
    var command = self
    for word in words where !word.hasPrefix("-") {
      guard let found = command.subcommands?.first(where: { $0.commandName == word }) else {
        return "there is no command '\(word)' to tell of\(command.hint(for: word) ?? "")\(see([commandName]))"
      }
      command = found
    }
    return nil
  }

  private func hint(for word: String) -> String? {
    Spelling.nearest(to: word, among: subcommands?.map(\.commandName) ?? []).map { ": did you mean '\($0)'?" }
  }

  private func see(_ path: [String]) -> String { "\nSee '\(path.joined(separator: " ")) --help'." }

  private var optionNames: [String] {
    let own = arguments?.flatMap { $0.names ?? [] }.filter { $0.kind == "long" }.map(\.name) ?? []
    return own + ["help", "version", "help-hidden", "generate-completion-script", "experimental-dump-help"]
  }
}

/// Words that look alike.
enum Spelling {
  /// The word that is nearest to another one; nil when none is near enough to have been meant.
  static func nearest(to word: String, among words: [String]) -> String? {
    let small = word.lowercased()
    var best: (word: String, distance: Int)?
    for candidate in words {
      let isBeginning = small.count >= 3 && candidate.hasPrefix(small)
      let distance = isBeginning ? 1 : Self.distance(Array(small), Array(candidate.lowercased()))
      guard distance <= max(1, min(small.count, candidate.count) / 3), distance < best?.distance ?? .max else {
        continue
      }
      best = (candidate, distance)
    }
    return best?.word
  }

  /// Insertions, deletions, replacements and swaps of neighbours (Damerau, restricted).
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    guard left.count <= 64, right.count <= 64 else { return .max }
    var before: [Int] = []
    var row = Array(0...right.count)
    for i in left.indices {
      var next = [i + 1]
      for j in right.indices {
        let replaced: Int = left[i] == right[j] ? row[j] : row[j] + 1
        var cost: Int = min(row[j + 1] + 1, next[j] + 1, replaced)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { cost = min(cost, before[j - 1] + 1) }
        next.append(cost)
      }
      (before, row) = (row, next)
    }
    return row[right.count]
  }
}
