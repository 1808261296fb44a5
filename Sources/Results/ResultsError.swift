// SPDX-License-Identifier: GPL-3.0-or-later

/// What kept a record or a file from being read or written.
public enum ResultsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The operating system refused; `reason` is its own word for it.
  case fileSystem(path: String, action: String, reason: String)
  /// The content is not what the schema says; `line` counts from 1 and is nil for a whole file.
  case damaged(path: String, line: Int?, what: String)
  /// A record holds a number that JSON has no word for.
  case notEncodable(what: String)

  /// One line for people, the place first.
  public var description: String {
    switch self {
    case .fileSystem(let path, let action, let reason): "\(path): cannot \(action): \(reason)"
    case .damaged(let path, let line?, let what): "\(path):\(line): \(what)"
    case .damaged(let path, nil, let what): "\(path): \(what)"
    case .notEncodable(let what): "cannot write a record: \(what)"
    }
  }
}
