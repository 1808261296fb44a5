// SPDX-License-Identifier: GPL-3.0-or-later

/// The end of a program that has more events pending than the queue can name.
enum QueueLimit {
  /// Says so and stops; unlike a precondition in release builds too, since only they get so far.
  static func stop(pending: Int, limit: Int) -> Never {
    fatalError("\(pending) events are pending and the queue holds at most \(limit)")
  }
}
