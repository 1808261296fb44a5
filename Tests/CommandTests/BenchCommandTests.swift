// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Testing

@Suite struct BenchCommandTests {
  private let short = ["bench", "kernels", "--only", "best of", "--pairs", "1"]

  @Test func `a table names the case, the answers agree, and the result is saved with its machine`() throws {
    let folder = try TemporaryFolder()
    let result = try BuiltCommand.run(short + ["--save", folder.path + "/saved", "--isa", "base", "--quiet"])
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("kernels\n  case "))
    #expect(result.output.contains("  best of 1000 clusters  base "))
    #expect(result.output.contains(" same\n"))
    let saved = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/saved").sorted()
    #expect(saved.count == 2)
    #expect(saved.first?.hasSuffix("-bench-kernels-base.json") == true, "\(saved)")
    let text = try String(contentsOfFile: "\(folder.path)/saved/\(saved[0])", encoding: .utf8)
    #expect(text.contains("\"processor\"") && text.contains("\"commit\"") && text.contains("\"checksum\""))
  }

  @Test func `JSON is one object with the results`() throws {
    let result = try BuiltCommand.run(short + ["-o", "json", "-q"])
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(object?["schema"] as? String == "regatta.bench/1")
    #expect((object?["results"] as? [[String: Any]])?.count == 1)
  }

  @Test(arguments: ["base", "reference"])
  func `the environment chooses the instruction set`(level: String) throws {
    let result = try BuiltCommand.run(short + ["-q"], environment: ["REGATTA_ISA": level])
    #expect(result.status == 0)
    #expect(result.output.contains("kernels \(level), 1 pairs"))
  }

  @Test func `an instruction set that is none is refused by every command`() throws {
    let result = try BuiltCommand.run(["list", "profiles"], environment: ["REGATTA_ISA": "avx9"])
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(
      result.errors == "regatta: REGATTA_ISA=avx9 is no instruction set; there are reference, base, v3, v4\n")
  }

  @Test func `a case that is none ends with 2, a group or a number that is none with 64`() throws {
    let none = try BuiltCommand.run(["bench", "kernels", "--only", "nothing like it"])
    #expect(none.status == 2)
    #expect(none.errors == "regatta: no case of kernels has \"nothing like it\" in its name\n")
    #expect(try BuiltCommand.run(["bench", "speed"]).status == 64)
    #expect(try BuiltCommand.run(["bench", "--pairs", "0"]).status == 64)
    #expect(try BuiltCommand.run(["bench", "--isa", "v9"]).status == 64)
  }

  @Test func `a folder that cannot be made is said after the result`() throws {
    let result = try BuiltCommand.run(short + ["-q", "--save", "/proc/nowhere"])
    #expect(result.status == 2)
    #expect(result.output.contains("best of 1000 clusters"))
    #expect(result.errors.contains("cannot write into /proc/nowhere"))
  }
}
