// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@testable import Results

@Suite struct WholeFileTests {
  @Test func `a plain file is replaced, a link, a folder and a pipe are not`() throws {
    try inTemporaryFolder { folder in
      try write("old", to: folder + "/file")
      try WholeFile.write("new", to: folder + "/file")
      #expect(try text(folder + "/file") == "new")
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/file")
      try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: true)
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      for (name, what) in [("link", "a symbolic link"), ("folder", "a folder"), ("pipe", "a pipe")] {
        let path = "\(folder)/\(name)"
        #expect {
          try WholeFile.write("other", to: path)
        } throws: { error in
          "\(error)" == "\(path): cannot replace: it is \(what)"
        }
      }
      #expect(try text(folder + "/file") == "new")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 4)
    }
  }

  @Test func `a device is not replaced`() {
    #expect(WholeFile.obstacle(at: "/dev/null") == "a device")
    #expect(WholeFile.obstacle(at: "/no/such") == nil)
  }

  @Test func `a file written in pieces replaces the old one when it is finished`() throws {
    try inTemporaryFolder { folder in
      let path = folder + "/file"
      try write("old", to: path)
      let file = try WholeFileWriter(path)
      try file.append(Array("ne".utf8))
      try file.append(Array("w".utf8))
      #expect(try text(path) == "old")
      try file.finish()
      #expect(try text(path) == "new")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test func `a file that is not finished leaves the old one and nothing beside it`() throws {
    try inTemporaryFolder { folder in
      try write("old", to: folder + "/file")
      do {
        let file = try WholeFileWriter(folder + "/file")
        try file.append(Array("half".utf8))
      }
      #expect(try text(folder + "/file") == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
    }
  }

  @Test func `two paths to one file are the same file`() throws {
    try inTemporaryFolder { folder in
      try write("a", to: folder + "/a")
      try write("a", to: folder + "/b")
      #expect(WholeFile.isSame(folder + "/a", folder + "/../" + folder.split(separator: "/").last! + "/a"))
      #expect(!WholeFile.isSame(folder + "/a", folder + "/b"))
      #expect(!WholeFile.isSame(folder + "/a", folder + "/c"))
    }
  }
}
