// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities
import Scheduling

/// One decision as a program is asked for it.
struct Question {
  var request: SchedulingRequest
  var eligible: [EligibleCluster]
  var time: SimulationTime
  /// A number in 0 ..< 2^53 that depends on seed, workload and attempt alone.
  var random: Int64
}

extension RunFacts {
  /// The fields of a call about `question`; what `kept` remembers is left out, where there is a memory.
  func write(
    _ question: Question, on snapshot: FederationSnapshot, kept: inout KeptFleet?, _ line: inout LineWriter
  ) {
    let request = question.request
    line.key("timeNanoseconds")
    line.number(question.time.nanoseconds)
    line.key("workload")
    line.raw(workloadNames[request.workload.index])
    if kept?.tellsAbout(request) ?? true { writeAbout(request, &line) }
    line.key("replicas")
    line.number(request.replicas)
    line.key("reasons")
    line.texts(request.trigger.names)
    if request.isFresh {
      line.key("fresh")
      line.flag(true)
    }
    line.key("random")
    line.number(question.random)
    writeState(request, &line)
    let eligible = kept?.changes(of: request.workload, to: question.eligible) ?? (said: question.eligible, dropped: [])
    line.key("eligible")
    line.object { line in
      for entry in eligible.said {
        line.key(quoted: clusterNames[entry.cluster.index])
        entry.write(&line)
      }
    }
    if !eligible.dropped.isEmpty {
      line.key("dropped")
      line.list { line in for cluster in eligible.dropped { line.raw(clusterNames[cluster.index]) } }
    }
    line.key("clusters")
    line.object { line in
      for entry in question.eligible {
        let view = snapshot[entry.cluster]
        let isStale = question.time - view.reportedAt > freshFor
        guard kept?.tells(view, of: entry.cluster, isStale: isStale) ?? true else { continue }
        line.key(quoted: clusterNames[entry.cluster.index])
        write(view, isStale: isStale, &line)
      }
    }
  }

  private func writeState(_ request: SchedulingRequest, _ line: inout LineWriter) {
    line.key("current")
    line.object { line in
      for entry in request.current {
        line.key(quoted: clusterNames[entry.cluster.index])
        line.number(entry.replicas)
      }
    }
    if !request.observed.isEmpty {
      line.key("observed")
      line.object { line in
        for entry in request.observed {
          line.key(quoted: clusterNames[entry.cluster.index])
          line.object { line in
            line.key("desired")
            line.number(entry.desired)
            line.key("ready")
            line.number(entry.ready)
            line.key("unschedulable")
            line.number(entry.unschedulable)
          }
        }
      }
    }
    if !request.evicting.isEmpty {
      line.key("evicting")
      line.list { line in for cluster in request.evicting { line.raw(clusterNames[cluster.index]) } }
    }
  }

  private func write(_ view: ClusterView, isStale: Bool, _ line: inout LineWriter) {
    line.object { line in
      let readiness: StaticString =
        switch view.readiness {
        case .ready: "\"ready\""
        case .notReady: "\"notReady\""
        case .unknown: "\"unknown\""
        }
      line.key("readiness")
      readiness.withUTF8Buffer { line.raw($0) }
      if !view.taints.isEmpty {
        line.key("taints")
        line.list { line in
          for taint in view.taints {
            line.object { line in
              line.key("key")
              line.text(taint.key)
              line.key("value")
              line.text(taint.value)
              line.key("effect")
              line.text(taint.effect.rawValue)
            }
          }
        }
      }
      line.key("allocatable")
      Self.write(view.capacity.allocatable, &line)
      line.key("allocated")
      Self.write(view.capacity.allocated, &line)
      if view.capacity.allocating != .zero {
        line.key("allocating")
        Self.write(view.capacity.allocating, &line)
      }
      line.key("reportedNanoseconds")
      line.number(view.reportedAt.nanoseconds)
      if isStale {
        line.key("stale")
        line.flag(true)
      }
    }
  }
}
