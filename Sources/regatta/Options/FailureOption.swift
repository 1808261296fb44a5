// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser
import FederationModel
import Quantities

/// A scripted failure as the command line says it: `region=eu-west@1h+4h`, `cluster=a,plane=hub@30m`.
struct FailureOption: ExpressibleByArgument, Hashable {
  static let form = "KEY=VALUE[,KEY=VALUE...]@START[+SPAN]"
  static let keys = ["cluster", "nodePool", "plane", "provider", "region", "zone"]

  /// As written.
  let text: String
  /// What it means.
  let spec: FailureSpec
  /// What it selects.
  let target: TargetSelector

  /// Nil for anything else, an unknown key, or a key twice.
  init?(argument: String) {
    let halves = argument.split(separator: "@", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let times = halves[1].split(separator: "+", omittingEmptySubsequences: false)
      .map { SimulationDuration(parsing: $0) }
    guard times.count <= 2, let start = times[0], let span = times.count == 2 ? times[1] : .some(.greatest) else {
      return nil
    }
    var target = TargetSelector()
    var plane = FailurePlane.all
    var seen: Set<Substring> = []
    for part in halves[0].split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, !pair[1].isEmpty, seen.insert(pair[0]).inserted else { return nil }
      let value = String(pair[1])
      switch pair[0] {
      case "cluster": target.cluster = value
      case "nodePool": target.nodePool = value
      case "provider": target.provider = value
      case "region": target.region = value
      case "zone": target.zone = value
      case "plane":
        guard let named = FailurePlane(rawValue: value) else { return nil }
        plane = named
      default: return nil
      }
    }
    guard target != TargetSelector() else { return nil }
    text = argument
    self.target = target
    spec = .scripted(
      at: .zero + start, span: times.count == 2 ? span : nil, target: target, plane: plane)
  }
}
