// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import ScenarioAnswers
import ScenarioFormat
import Testing

/// Every question that ships is answered by its own scenario: figures, tables and picture are those of a fresh run.
@Suite struct QuestionTests {
  static let top = "\(Program.root)/Scenarios/questions"

  /// The folders of questions, by name.
  static var folders: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: top)) ?? []
    return names.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(top)/\(name)", isDirectory: &isFolder) && isFolder.boolValue
    }.sorted()
  }

  @Test(arguments: folders)
  func `a question's figures, tables and picture are those of a fresh run`(name: String) async throws {
    do throws(AnswerFolder.Refusal) {
      let folder = try AnswerFolder(reading: "\(Self.top)/\(name)")
      #expect(folder.warnings.map(\.description) == [])
      let found = await differences(of: folder)
      #expect(found == [], "regatta answer --write \(Self.top)/\(name) brings it up to date")
    } catch {
      Issue.record("\(error.diagnostics.map(\.description).joined(separator: "\n"))")
    }
  }

  private func differences(of folder: AnswerFolder) async -> [String] {
    do {
      let answer = try await folder.answer(AnswerOptions(jobs: 1, version: "test"))
      #expect(answer.picture != nil, "a question has a picture")
      return answer.differences.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  /// Without questions there is no index either.
  @Test func `the index lists every question as its document has it`() throws {
    let path = "\(Self.top)/README.md"
    let fresh = try AnswerIndex(reading: Self.folders.map { "\(Self.top)/\($0)" }, for: path)
    #expect(fresh.count == Self.folders.count)
    guard FileManager.default.fileExists(atPath: path) || !Self.folders.isEmpty else { return }
    let written = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    let isSame = written == fresh.text
    #expect(isSame, "regatta answer --index Scenarios/questions/README.md Scenarios/questions/*/ brings it up to date")
  }
}
