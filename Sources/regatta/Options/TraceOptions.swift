// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import Quantities
import Results

/// Which runs are written as a trace, and where.
struct TraceOptions: ParsableArguments {
  @Option(
    name: .customLong("trace"),
    help: ArgumentHelp(
      "Write the events of one seed's runs to this file as a trace for Perfetto or chrome://tracing: a process for each "
        + "contender. Runs that are there already are repeated for it.", valueName: "file"))
  var path: String?

  @Option(
    name: .customLong("trace-contender"), parsing: .singleValue,
    help: ArgumentHelp("Trace only this contender; all that race by default. Repeatable.", valueName: "name"))
  var contenders: [String] = []

  @Option(
    name: .customLong("trace-seed"),
    help: ArgumentHelp("Trace the runs of this seed; the first one by default.", valueName: "n"))
  var seed: Int?

  @Option(
    name: .customLong("trace-limit"),
    help: ArgumentHelp("The size of the trace at most, shared evenly by its contenders.", valueName: "size"))
  var limit = MemoryQuantity(bytes: Int64(TraceFile.usualLimit))

  func validate() throws {
    if path == nil, !contenders.isEmpty || seed != nil {
      throw ValidationError("--trace-contender and --trace-seed say what --trace FILE writes; give --trace as well")
    }
    if limit.bytes < 1 << 16 { throw ValidationError("--trace-limit is to be at least 64Ki") }
  }
}

extension MemoryQuantity: ExpressibleByArgument {
  /// Reads `64Mi`.
  public init?(argument: String) {
    guard let quantity = KubernetesQuantity(parsing: argument) else { return nil }
    self.init(quantity)
  }

  /// As Kubernetes writes it.
  public var defaultValueDescription: String { "\(self)" }
}
