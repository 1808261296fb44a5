// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Experiments
import FederationModel
import Results
import SchedulerPlugins

/// Divides workloads once, without a simulation.
struct AllocateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allocate",
    abstract: "Show how each policy would divide each workload over the clusters now, and why.",
    discussion: """
      Every workload is looked at for itself. Without contenders in the input, each system for which there are \
      objects is one. -o json prints one line per workload and contender.

      Exit codes: 0 done, 2 the input is wrong.
      """)

  @Argument(
    help: ArgumentHelp("Manifests or scenarios, files or folders; with --diff the old and the new.", valueName: "input")
  )
  var inputs: [String]

  @Option(
    name: .customLong("contender"), parsing: .singleValue,
    help: ArgumentHelp("Only this contender. Repeatable.", valueName: "name"))
  var contenders: [String] = []

  @Flag(help: "Show what differs between two inputs: regatta allocate --diff OLD NEW.")
  var diff = false

  @Option(name: [.customShort("o"), .customLong("output")], help: "The shape of the result.")
  var output: AllocationFormat = .table

  @OptionGroup var diagnostics: DiagnosticOptions

  func validate() throws {
    if diff && inputs.count != 2 { throw ValidationError("--diff takes two inputs, the old and the new") }
  }

  func run() throws {
    guard diff else {
      let allocations = try allocations(of: inputs)
      return try show(allocations, as: AllocationTable.text)
    }
    let changes = AllocationChange.changes(
      from: try allocations(of: [inputs[0]]), to: try allocations(of: [inputs[1]]))
    try show(changes, as: AllocationTable.text)
  }

  private func allocations(of inputs: [String]) throws -> [Allocation] {
    let scenario = try ScenarioInput(paths: inputs, diagnostics: diagnostics).load().scenario
    let names = scenario.contenders.map(\.name)
    if let unknown = contenders.first(where: { !names.contains($0) }) {
      throw CommandEnd(
        .invalidInput, "regatta: there is no contender \(unknown); there are: \(names.joined(separator: ", "))")
    }
    let chosen = names.indices.filter { contenders.isEmpty || contenders.contains(names[$0]) }
    guard !chosen.isEmpty else { throw CommandEnd(.invalidInput, "regatta: the input has no contender") }
    let shot = OneShotAllocation(scenario: scenario)
    let schedulers = PluginSchedulers()
    defer { schedulers.endAll() }
    let byContender = try chosen.map { place in
      let scheduler = try schedulers.scheduler(for: place, of: scenario, seed: 0)
      let allocations = shot.allocations(ofContender: place, decidedBy: scheduler.policy)
      for fault in try scheduler.end()?.faults ?? [] {
        StandardError.write("regatta: \(names[place]): \(fault.kind): \(fault.first)")
      }
      return allocations
    }
    // Workload by workload, so that what different systems do with one stands together.
    let order = Dictionary(
      scenario.workloads.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    let all = byContender.enumerated().flatMap { place, allocations in allocations.map { (place, $0) } }
    return all.sorted { (order[$0.1.workload] ?? 0, $0.0) < (order[$1.1.workload] ?? 0, $1.0) }.map(\.1)
  }

  private func show<Row: Encodable>(_ rows: [Row], as table: ([Row]) -> String) throws {
    switch output {
    case .table: StandardOutput.write(table(rows))
    case .json: for row in rows { StandardOutput.write(try RecordCoding.line(row)) }
    }
  }
}
