// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// Keeps a second process from writing into a folder: an advisory lock on the folder itself.
///
/// The files in it are replaced by renaming, so a lock on one of them would be on a file that is gone; a lock file of its
/// own would have to be cleaned away. The system drops the lock with the process, `kill -9` included.
public final class FolderLock: Sendable {
  /// What came of an attempt.
  public enum Attempt: Sendable {
    /// It is ours until it is released.
    case taken(FolderLock)
    /// Another process writes there.
    case busy
    /// This file system knows no locks; the system's reason.
    case unavailable(reason: String)
  }

  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit {
    // A process that is being started elsewhere holds a copy of the descriptor for a moment: closing ours is not enough.
    release()
    close(descriptor)
  }

  /// Tries to lock `folder`, which is there; does not wait.
  public static func attempt(_ folder: String) throws(ResultsError) -> Attempt {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileBytes.failure(folder, "lock") }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      let reason = FileBytes.reason()
      let isBusy = errno == EWOULDBLOCK
      close(descriptor)
      return isBusy ? .busy : .unavailable(reason: reason)
    }
    return .taken(FolderLock(descriptor: descriptor))
  }

  /// Lets others in; the lock ends with its last reference too.
  public func release() { flock(descriptor, LOCK_UN) }
}
