// SPDX-License-Identifier: GPL-3.0-or-later

/// Finds what somebody may have meant.
public enum Suggestion {
  /// The name nearest to `word` among `names`, if it is near enough to be a slip; the first of equally near ones.
  ///
  /// Near enough is an edit distance, letter case left out, of at most a third of the longer one (2 at least).
  public static func nearest(to word: String, among names: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars.prefix(64))
    var best: (name: String, distance: Int)?
    for name in names {
      let candidate = Array(name.lowercased().unicodeScalars.prefix(64))
      let reach = max(2, max(letters.count, candidate.count) / 3)
      guard abs(letters.count - candidate.count) <= reach else { continue }
      let distance = distance(letters, candidate)
      if distance <= reach, distance < max(letters.count, 1), distance < best?.distance ?? .max {
        best = (name, distance)
      }
    }
    return best?.name
  }

  /// Whether `word` is one insertion, deletion, change or exchange of neighbours away from `name`, or differs in letter
  /// case alone. Short words are not: many fields of four letters differ in one.
  static func isSlip(_ word: String, of name: String) -> Bool {
    let (letters, others) = (Array(word.lowercased().unicodeScalars), Array(name.lowercased().unicodeScalars))
    guard others.count > 4, abs(letters.count - others.count) <= 1 else { return false }
    return distance(letters, others) <= 1
  }

  /// `did you mean "x"?`, or else the names to choose from, or else `otherwise`.
  public static func hint(for word: String, among names: [String], otherwise: String = "") -> String {
    if let name = nearest(to: word, among: names) { return "did you mean \"\(name)\"?" }
    if names.isEmpty { return otherwise }
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? "known are \(shown), and \(names.count - 12) more" : "known are \(shown)"
  }

  /// Insertions, deletions, changes and exchanges of neighbours (optimal string alignment).
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, scalar) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let change = previous[column] + (scalar == other ? 0 : 1)
        var best = min(change, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
