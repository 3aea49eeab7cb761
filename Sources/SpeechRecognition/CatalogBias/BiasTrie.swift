/// Rewards decoded bytes that spell a catalog name: an Aho-Corasick automaton (1975) over the names, walked byte by byte
/// because the model's tokens may end within a character.
///
/// All writings of a character (simplified, traditional, digit, numeral, either case) lead to the same node. A hypothesis
/// gets its bonus as it spells a name and gives it back when it leaves the name unfinished; a name that is complete
/// keeps the bonus, once for each hypothesis.
struct BiasTrie: Sendable {
  /// Where a hypothesis stands.
  struct State: Sendable {
    var node: Int32 = 0
    /// The bonus of the name that is being spelled, which is lost when the name is left.
    var pending: Float = 0
    /// Names that have been paid for.
    var paid: [Int32] = []

    /// A name has begun and is not complete.
    var isOpen: Bool { pending > 0 }
  }

  /// The most phrases that are taken in; further ones are left out.
  static let phraseLimit = 100_000
  private static let lengthRange = 2...40

  private var edges: [UInt64: Int32] = [:]
  /// Where to go on when no edge fits: the longest proper suffix that begins another name.
  private var fallback: [Int32] = [0]
  /// The bonus from the root to the node.
  private var value: [Float] = [0]
  /// The phrase that ends at the node, or −1.
  private var phrase: [Int32] = [-1]

  var isEmpty: Bool { value.count == 1 }

  /// - Parameter bonus: the reward of a syllable of weight 1, in natural-logarithm units; a letter is a part of one.
  init(_ phrases: [BiasPhrase], bonus: Float, script: ChineseScript) {
    var builder = Builder()
    for (index, phrase) in phrases.prefix(Self.phraseLimit).enumerated() {
      let weight = Float(min(3, max(0, phrase.weight.isNaN ? 0 : phrase.weight)))
      guard weight > 0 else { continue }
      for form in BiasForm.readings(of: phrase.text, script: script) {
        // A single syllable is said all the time without being meant.
        guard Self.lengthRange.contains(form.characters.count) else { continue }
        builder.insert(form, phrase: Int32(index), reward: weight * bonus, script: script, into: &self)
      }
    }
    builder.link(&self)
  }

  /// Takes in the bytes of a token.
  ///
  /// - Returns: the change of the hypothesis's bonus.
  func advance(_ state: inout State, by bytes: [UInt8]) -> Float {
    var change: Float = 0
    // Pauses within a name are written as spaces.
    for byte in bytes where byte != 0x20 {
      var from = state.node
      while from != 0, edges[Self.key(from, byte)] == nil { from = fallback[Int(from)] }
      let node = edges[Self.key(from, byte)] ?? 0
      let gained = value[Int(node)] - value[Int(from)]
      let pending = from == state.node ? state.pending + gained : min(value[Int(node)], state.pending + gained)
      change += pending - state.pending
      state.pending = pending
      state.node = node
      let ended = phrase[Int(node)]
      if ended >= 0 {
        if state.paid.contains(ended) {
          change -= state.pending
        } else {
          state.paid.append(ended)
        }
        state.pending = 0
      }
    }
    return change
  }

  /// The change of the bonus when the text ends here.
  func finish(_ state: State) -> Float { -state.pending }

  private static func key(_ node: Int32, _ byte: UInt8) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 8 | UInt64(byte)
  }

  /// Inserts names and then computes the fallbacks.
  private struct Builder {
    /// Nodes by how many whole characters precede them, in the order of their making.
    private var nodesByDepth: [[(node: Int32, parent: Int32, byte: UInt8)]] = []
    private var charactersByDepth: [[(node: Int32, parent: Int32, character: UInt32)]] = []
    /// The node after a whole character.
    private var children: [UInt64: Int32] = [:]

    mutating func insert(
      _ form: BiasForm, phrase: Int32, reward: Float, script: ChineseScript, into trie: inout BiasTrie
    ) {
      var node: Int32 = 0
      for (depth, character) in form.characters.enumerated() {
        let next = child(of: node, character, depth: depth, trie: &trie)
        let gain = reward * Float(Syllables.share(of: character))
        trie.value[Int(next)] = max(trie.value[Int(next)], trie.value[Int(node)] + gain)
        for bytes in BiasForm.writings(of: character, script: script) {
          addPath(from: node, to: next, bytes, depth: depth, trie: &trie)
        }
        node = next
      }
      if trie.phrase[Int(node)] < 0 { trie.phrase[Int(node)] = phrase }
    }

    private mutating func child(
      of node: Int32, _ character: Unicode.Scalar, depth: Int, trie: inout BiasTrie
    ) -> Int32 {
      let key = UInt64(UInt32(bitPattern: node)) << 32 | UInt64(character.value)
      if let known = children[key] { return known }
      let new = Self.makeNode(&trie)
      children[key] = new
      while charactersByDepth.count <= depth { charactersByDepth.append([]) }
      charactersByDepth[depth].append((new, node, character.value))
      return new
    }

    private mutating func addPath(
      from start: Int32, to end: Int32, _ bytes: [UInt8], depth: Int, trie: inout BiasTrie
    ) {
      var node = start
      for (index, byte) in bytes.enumerated() {
        let key = BiasTrie.key(node, byte)
        if index == bytes.count - 1 {
          trie.edges[key] = end
        } else if let known = trie.edges[key] {
          node = known
        } else {
          let new = Self.makeNode(&trie)
          trie.edges[key] = new
          while nodesByDepth.count <= depth { nodesByDepth.append([]) }
          nodesByDepth[depth].append((new, node, byte))
          node = new
        }
        if index < bytes.count - 1 {
          let share = Float(index + 1) / Float(bytes.count)
          let reached = trie.value[Int(start)] + (trie.value[Int(end)] - trie.value[Int(start)]) * share
          trie.value[Int(node)] = max(trie.value[Int(node)], reached)
        }
      }
    }

    private static func makeNode(_ trie: inout BiasTrie) -> Int32 {
      trie.value.append(0)
      trie.fallback.append(0)
      trie.phrase.append(-1)
      return Int32(trie.value.count - 1)
    }

    /// A fallback has fewer whole characters than its node, so ascending depth finds it ready.
    func link(_ trie: inout BiasTrie) {
      for depth in 0..<max(nodesByDepth.count, charactersByDepth.count) where depth > 0 {
        if depth < nodesByDepth.count {
          for (node, parent, byte) in nodesByDepth[depth] {
            trie.fallback[Int(node)] = target(from: trie.fallback[Int(parent)], trie) {
              trie.edges[BiasTrie.key($0, byte)]
            }
          }
        }
        if depth < charactersByDepth.count {
          for (node, parent, character) in charactersByDepth[depth] {
            trie.fallback[Int(node)] = target(from: trie.fallback[Int(parent)], trie) {
              children[UInt64(UInt32(bitPattern: $0)) << 32 | UInt64(character)]
            }
          }
        }
      }
    }

    private func target(from start: Int32, _ trie: BiasTrie, edge: (Int32) -> Int32?) -> Int32 {
      var node = start
      while true {
        if let found = edge(node) { return found }
        if node == 0 { return 0 }
        node = trie.fallback[Int(node)]
      }
    }
  }
}
