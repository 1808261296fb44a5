// SPDX-License-Identifier: GPL-3.0-or-later

import Testing

@Suite struct BannedWordTests {
  /// The targets that may look at the clock, start tasks and talk to people.
  static let outerLayers: Set<String> = ["Experiments", "RatioBenchmarks", "SchedulerPlugins", "regatta"]

  /// Shortcuts that are right: path and why.
  static let exceptions = [
    "Sources/SimulationEngine/QueueLimit.swift": "has to name its numbers in release builds too",
    "Sources/SimulationEngine/Simulation.swift": "owns its buffer alone, so it may move between threads as a whole",
  ]

  @Test(arguments: ["try!", "as!", "fatalError()", "fatalError(\"\")", "@unchecked Sendable", "nonisolated(unsafe)"])
  func `shortcuts past the compiler are nowhere`(word: String) {
    expectAbsent(word, in: SourceTree.sources.filter { Self.exceptions[$0.path] == nil })
  }

  @Test(arguments: ["TODO", "FIXME", "XXX"])
  func `nothing is left for later in a comment`(word: String) {
    for file in SourceTree.sources + SourceTree.tests where file.target != "ArchitectureTests" {
      for (index, line) in file.lines.enumerated() {
        #expect(!line.contains(word), "\(file.place(index))")
      }
    }
  }

  @Test(arguments: [
    "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "clock_gettime", "SystemRandomNumberGenerator",
    "arc4random", "Hasher()", ".hashValue", "ProcessInfo", "getenv", "Task {", "Task.detached", "DispatchQueue",
  ])
  func `layers 0 to 4 know neither the machine nor the moment`(word: String) {
    let isName = word.first?.isLetter ?? false
    expectAbsent(word, in: SourceTree.sources.filter { !Self.outerLayers.contains($0.target) }, asWord: isName)
  }

  @Test(arguments: [".random(in:", ".randomElement(", ".shuffled(", ".shuffle("])
  func `chance is drawn from a stated stream`(word: String) {
    for file in SourceTree.sources {
      for (index, line) in file.code.enumerated() where line.contains(word) {
        #expect(line.contains("using:"), "\(file.place(index)): \(word) without a stream")
      }
    }
  }

  @Test(arguments: ["print(", "debugPrint(", "dump("])
  func `only the command line prints`(word: String) {
    expectAbsent(word, in: SourceTree.sources.filter { $0.target != "regatta" }, asWord: true)
  }

  @Test func `the engine has no word of Kubernetes`() {
    for word in ["cluster", "replica", "workload", "kube", "pod"] {
      for file in SourceTree.sources where file.target == "SimulationEngine" {
        for (index, line) in file.code.enumerated() {
          #expect(!line.lowercased().contains(word), "\(file.place(index)): \(word)")
        }
      }
    }
  }

  private func expectAbsent(_ word: String, in files: [SourceFile], asWord: Bool = false) {
    #expect(!files.isEmpty)
    for file in files {
      for (index, line) in file.code.enumerated() {
        guard let range = line.firstRange(of: word) else { continue }
        let before = line[..<range.lowerBound].last
        let continuesName = before.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false
        #expect(asWord && continuesName, "\(file.place(index)): \(word)")
      }
    }
  }
}
