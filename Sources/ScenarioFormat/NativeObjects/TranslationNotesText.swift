// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// The marks of a translation as a page for people.
public enum TranslationNotesText {
  /// A Markdown page: the fields that are not exact first, equal notes of several workloads in one line.
  public static func text(of contender: ContenderSpec) -> String {
    var text = "# How the intents went into \(contender.name)\n\n"
    text += "Profile `\(contender.profile.name)`. Objects written for this system are used as they stand.\n"
    let lines = lines(contender.notes)
    for (mark, title) in [
      (TranslationNote.Mark.dropped, "Dropped"), (.approximated, "Approximated"), (.exact, "Exact"),
    ] {
      let rows = lines.filter { $0.key.mark == mark }.map(\.row).joined()
      if !rows.isEmpty { text += "\n## \(title)\n\n| field | how | workloads |\n|---|---|---|\n" + rows }
    }
    return text
  }

  /// Notes that are equal but for their workloads.
  private struct Line {
    struct Key: Hashable {
      let field: String
      let mark: TranslationNote.Mark
      let how: String
    }
    let key: Key
    /// The first of the workloads.
    var workloads: [String] = []
    var count = 0

    var row: String {
      let shown = workloads.joined(separator: ", ")
      let rest = count > workloads.count ? " and \(count - workloads.count) more" : ""
      return "| \(key.field) | \(key.how.split(separator: "|").joined(separator: "\\|")) | \(shown)\(rest) |\n"
    }
  }

  /// The lines in the order of their first notes.
  private static func lines(_ notes: [TranslationNote]) -> [Line] {
    var lines: [Line] = []
    var places = RecurringTable<Line.Key, Int>(limit: .max)
    for note in notes {
      let key = Line.Key(field: note.field, mark: note.mark, how: note.how)
      let place: Int
      if let known = places.find(key) {
        place = known
      } else {
        place = lines.count
        places.insert(place, under: key)
        lines.append(Line(key: key))
      }
      lines[place].count += 1
      if lines[place].workloads.count < 3 { lines[place].workloads.append(note.workload) }
    }
    return lines
  }
}
