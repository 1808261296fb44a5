// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Scheduling

/// What a program answered to one part of a decision. A reply is taken whole or refused whole.
struct ReplyReading {
  let facts: RunFacts
  let question: Question
  let reply: JSONValue

  /// An answer to `place`.
  enum Placement {
    case assign([AssignedReplicas])
    case keep
    case unschedulable(message: String, placeable: Int32?)
  }

  /// The clusters that the program refuses, with its words.
  func refused() throws(SchedulerFault) -> [(cluster: ClusterIndex, reason: String)] {
    try entries("refused").map { entry throws(SchedulerFault) in
      guard case .text(let reason) = entry.value else {
        throw wrong("refused.\(name(entry.cluster))", entry.value, "a text")
      }
      return (entry.cluster, reason)
    }
  }

  /// The scores of the clusters that have one.
  func scores() throws(SchedulerFault) -> [(cluster: ClusterIndex, score: Int64)] {
    try entries("scores").map { entry throws(SchedulerFault) in
      guard case .integer(let score) = entry.value else {
        throw SchedulerFault(
          .outOfRange, "scores.\(name(entry.cluster)) is \(entry.value.summary), not a whole number of 64 bits")
      }
      return (entry.cluster, score)
    }
  }

  /// The clusters that are chosen, ascending.
  func selected() throws(SchedulerFault) -> [ClusterIndex] {
    guard case .list(let names)? = reply["selected"] else {
      throw wrong("selected", reply["selected"], "a list of clusters")
    }
    var chosen: [ClusterIndex] = []
    for name in names {
      guard case .text(let text) = name else { throw wrong("an element of selected", name, "the name of a cluster") }
      chosen.append(try cluster(text, in: "selected"))
    }
    return try ascending(chosen, in: "selected")
  }

  /// The answer to `place`.
  /// - Parameter duplicate: What a cluster gets under a policy that gives each of them all replicas.
  func placement(duplicate: (ClusterIndex) -> Int32) throws(SchedulerFault) -> Placement {
    let answers = ["assign", "keep", "unschedulable"].filter { reply[$0].map { $0 != .null } ?? false }
    guard answers.count == 1 else {
      throw SchedulerFault(
        .shape,
        answers.isEmpty
          ? "the reply has none of assign, keep and unschedulable"
          : "the reply has \(answers.joined(separator: " and ")): one is to be there")
    }
    if let keep = reply["keep"], keep != .null {
      guard keep == .flag(true) else { throw wrong("keep", keep, "true") }
      return .keep
    }
    if let message = reply["unschedulable"], message != .null {
      guard case .text(let text) = message else { throw wrong("unschedulable", message, "a text") }
      return .unschedulable(message: text, placeable: try placeable())
    }
    let assigned = try entries("assign").map { entry throws(SchedulerFault) in
      AssignedReplicas(cluster: entry.cluster, replicas: try replicas(entry.value, in: entry.cluster))
    }
    return .assign(try checked(assigned, duplicate: duplicate))
  }

  private func checked(
    _ assigned: [AssignedReplicas], duplicate: (ClusterIndex) -> Int32
  ) throws(SchedulerFault) -> [AssignedReplicas] {
    let wanted = question.request.replicas
    guard question.request.policy.divides else {
      for entry in assigned where entry.replicas != wanted && entry.replicas != duplicate(entry.cluster) {
        throw SchedulerFault(
          .wrongTotal,
          "assign.\(name(entry.cluster)) is \(entry.replicas): the policy gives each cluster all \(wanted)")
      }
      return assigned.map { AssignedReplicas(cluster: $0.cluster, replicas: duplicate($0.cluster)) }
    }
    var sum: Int64 = 0
    for entry in assigned {
      sum += Int64(entry.replicas)
      guard let maximum = question.eligible.first(where: { $0.cluster == entry.cluster })?.maximum,
        Int64(entry.replicas) > maximum
      else { continue }
      throw SchedulerFault(
        .overMaximum, "assign.\(name(entry.cluster)) is \(entry.replicas), more than the policy's maximum of \(maximum)"
      )
    }
    guard sum == Int64(wanted) else {
      throw SchedulerFault(.wrongTotal, "\(sum) replicas are assigned, \(wanted) are wanted")
    }
    return assigned
  }

  private func placeable() throws(SchedulerFault) -> Int32? {
    switch reply["placeable"] {
    case nil, .null: return nil
    case .integer(let number)?:
      guard let placeable = Int32(exactly: number), placeable >= 0 else {
        throw SchedulerFault(.outOfRange, "placeable is \(number)")
      }
      return placeable
    case .some(let other): throw wrong("placeable", other, "a whole number")
    }
  }

  private func replicas(_ value: JSONValue, in cluster: ClusterIndex) throws(SchedulerFault) -> Int32 {
    switch value {
    case .integer(let number):
      if number < 0 { throw SchedulerFault(.negative, "assign.\(name(cluster)) is \(number)") }
      guard let replicas = Int32(exactly: number) else {
        throw SchedulerFault(.outOfRange, "assign.\(name(cluster)) is \(number), more than \(Int32.max)")
      }
      return replicas
    case .number(let text):
      throw SchedulerFault(
        .outOfRange, "assign.\(name(cluster)) is \(text.prefix(40)), not a whole number of at most \(Int32.max)")
    default: throw wrong("assign.\(name(cluster))", value, "a number of replicas")
    }
  }

  /// What the program says of its answer as a whole.
  func remark() throws(SchedulerFault) -> String? {
    switch reply["why"] {
    case nil, .null: return nil
    case .text(let text)?: return String(text.prefix(500))
    case .some(let other): throw wrong("why", other, "a text")
    }
  }

  /// What it says of single clusters.
  func clusterRemarks() throws(SchedulerFault) -> [(cluster: ClusterIndex, text: String)] {
    guard let value = reply["clusters"], value != .null else { return [] }
    guard case .object(let fields) = value else { throw wrong("clusters", value, "an object") }
    return try fields.map { field throws(SchedulerFault) in
      guard case .text(let text) = field.value else { throw wrong("clusters.\(field.key)", field.value, "a text") }
      guard let cluster = facts.indices[field.key] else { throw unknown(field.key, in: "clusters") }
      return (cluster, String(text.prefix(200)))
    }
  }

  /// The fields of an object whose keys are eligible clusters, ascending.
  private func entries(_ key: String) throws(SchedulerFault) -> [(cluster: ClusterIndex, value: JSONValue)] {
    guard case .object(let fields)? = reply[key] else { throw wrong(key, reply[key], "an object of clusters") }
    var entries: [(cluster: ClusterIndex, value: JSONValue)] = []
    for field in fields { entries.append((try cluster(field.key, in: key), field.value)) }
    entries.sort { $0.cluster < $1.cluster }
    _ = try ascending(entries.map(\.cluster), in: key)
    return entries
  }

  private func ascending(_ clusters: [ClusterIndex], in key: String) throws(SchedulerFault) -> [ClusterIndex] {
    let sorted = clusters.sorted()
    for (first, second) in zip(sorted, sorted.dropFirst()) where first == second {
      throw SchedulerFault(.repeatedCluster, "\(key) names \(name(first)) twice")
    }
    return sorted
  }

  private func cluster(_ text: String, in key: String) throws(SchedulerFault) -> ClusterIndex {
    guard let cluster = facts.indices[text] else { throw unknown(text, in: key) }
    var (low, high) = (0, question.eligible.count)
    while low < high {
      let middle = (low + high) / 2
      if question.eligible[middle].cluster < cluster { low = middle + 1 } else { high = middle }
    }
    guard low < question.eligible.count, question.eligible[low].cluster == cluster else {
      throw SchedulerFault(.ineligibleCluster, "\(key) names \(text), which is not eligible for this decision")
    }
    return cluster
  }

  private func unknown(_ text: String, in key: String) -> SchedulerFault {
    SchedulerFault(.unknownCluster, "\(key) names \"\(text.prefix(60))\", and there is no such cluster")
  }

  private func name(_ cluster: ClusterIndex) -> String { facts.scenario.fleet[cluster].name }

  private func wrong(_ key: String, _ value: JSONValue?, _ wanted: String) -> SchedulerFault {
    SchedulerFault(.shape, value.map { "\(key) is \($0.summary), not \(wanted)" } ?? "the reply has no \(key)")
  }
}
