// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Quantities

/// What a pod template says of one replica.
struct PodTemplateFields {
  var requests = Resources(pods: 1)
  var hasRequests = false
  var nodeSelector: Labels = [:]
  var tolerations: [Toleration] = []
  var priorityClassName: String?

  /// Reads `template` of the workload's spec.
  ///
  /// A pod asks for the larger of the sum of its containers and its largest init container, plus its overhead; a
  /// request that is not given defaults to the limit. Source: k8s.io/component-helpers `resource/helpers.go`; karmada
  /// `pkg/util/resource.go`.
  init(of spec: FieldReader, coverage: inout ManifestCoverage) {
    guard let pod = spec.mapping("template")?.mapping("spec", section: "the pod template") else { return }
    var sum = Resources(pods: 1)
    for container in pod.mappings("containers", section: "a container") {
      let asked = Self.requests(of: container, coverage: &coverage)
      hasRequests = hasRequests || asked.given
      sum += asked.amount
    }
    for container in pod.mappings("initContainers", section: "an init container") {
      let asked = Self.requests(of: container, coverage: &coverage)
      hasRequests = hasRequests || asked.given
      sum.cpuMillicores = max(sum.cpuMillicores, asked.amount.cpuMillicores)
      sum.memoryBytes = max(sum.memoryBytes, asked.amount.memoryBytes)
    }
    if let overhead = pod.resourceList("overhead") {
      sum.cpuMillicores += overhead.cpuMillicores ?? 0
      sum.memoryBytes += overhead.memoryBytes ?? 0
      hasRequests = true
    }
    requests = sum
    nodeSelector = pod.labels("nodeSelector")
    tolerations = pod.tolerations("tolerations")
    priorityClassName = pod.string("priorityClassName")
    for key in ["affinity", "topologySpreadConstraints"] where pod.has(key) {
      coverage.noteGap("\(key) of pod templates", at: pod.position(of: key))
    }
  }

  private static func requests(
    of container: FieldReader, coverage: inout ManifestCoverage
  ) -> (amount: Resources, given: Bool) {
    guard let resources = container.mapping("resources") else { return (.zero, false) }
    let requests = resources.resourceList("requests") ?? ResourceList()
    let limits = resources.resourceList("limits") ?? ResourceList()
    for name in requests.others + limits.others.filter({ !requests.others.contains($0) }) {
      coverage.noteGap("the resource \(name)", at: container.position)
    }
    let cpu = requests.cpuMillicores ?? limits.cpuMillicores
    let memory = requests.memoryBytes ?? limits.memoryBytes
    return (Resources(cpuMillicores: cpu ?? 0, memoryBytes: memory ?? 0), cpu != nil || memory != nil)
  }
}
