// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Results

@Suite struct FolderLockTests {
  private func isTaken(_ attempt: FolderLock.Attempt) -> Bool {
    if case .taken = attempt { return true }
    return false
  }

  @Test func `a locked folder is busy until it is released, and holds no file for it`() throws {
    try inTemporaryFolder { folder in
      guard case .taken(let lock) = try FolderLock.attempt(folder) else {
        Issue.record("the first attempt is to succeed")
        return
      }
      guard case .busy = try FolderLock.attempt(folder) else {
        Issue.record("the second attempt is to be refused")
        return
      }
      lock.release()
      #expect(isTaken(try FolderLock.attempt(folder)))
      // The last reference of that one is gone.
      #expect(isTaken(try FolderLock.attempt(folder)))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test func `a folder that is not there is an error with its path`() {
    #expect {
      _ = try FolderLock.attempt("/no/such")
    } throws: { error in
      "\(error)" == "/no/such: cannot lock: No such file or directory"
    }
  }
}
