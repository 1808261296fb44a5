// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A file system in memory that holds so many KiB, and goes when nobody holds it any more. Only root may mount one.
final class SmallDisk {
  /// What the system said instead.
  struct Refused: Error { let reason: String }

  private let folder: TemporaryFolder
  /// Where it is mounted.
  let path: String

  init(kibibytes: Int) throws {
    folder = try TemporaryFolder()
    path = "\(folder.path)/disk"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.mount("-t tmpfs -o size=\(kibibytes)k tmpfs '\(path)'")
  }

  deinit { _ = try? BuiltCommand.shell("umount -l '\(path)'") }

  /// Gives it another size.
  func resize(kibibytes: Int) throws { try Self.mount("-o remount,size=\(kibibytes)k '\(path)'") }

  /// Lets nobody write any more.
  func makeReadOnly() throws { try Self.mount("-o remount,ro '\(path)'") }

  private static func mount(_ options: String) throws {
    let result = try BuiltCommand.shell("PATH=$PATH:/sbin:/usr/sbin mount \(options)")
    if result.status != 0 { throw Refused(reason: result.errors) }
  }

  /// Whether this user on this machine can mount one.
  static let isPossible = (try? SmallDisk(kibibytes: 64)) != nil
}
