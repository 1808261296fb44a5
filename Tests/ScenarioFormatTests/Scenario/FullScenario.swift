// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import ScenarioFormat

/// A scenario that uses every section.
enum FullScenario {
  /// The trace that it replays, written where tests may write.
  static let traceFile: String = {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("full-scenario-\(UUID().uuidString).csv")
    let rows = """
      start,end,kind,name,plane
      3600,2h,cluster,A,
      30m,,node,B/0,user
      90m,95m,zone,eu-west-a,
      1h,2h,region,home,hub

      """
    try? Data(rows.utf8).write(to: file)
    return file.path
  }()

  static let text = """
    apiVersion: regatta/v1alpha1
    kind: Scenario
    metadata: {name: full, description: every section}
    horizon: 6h
    start: placed
    load: 0.50
    fleet:
      generate:
        seed: 3
        providers: [north, south]
        variation: 0.1
        regions:
          eu-west: {zones: 3, clusters: 2, labels: {tier: prod}}
          us-east: {zones: [us-east-x, us-east-y], provider: west}
        clusters: 5
        labels: {env: test}
        nodePools:
        - {name: big, nodes: 10, cpu: "16", memory: 64Gi, pods: 110, pricePerHour: 0.8,
           min: 10, max: 20, leadTime: 3m, stockOut: 0.0}
        - {name: odd, nodes: 2, cpu: 4, memory: 16Gi, labels: {disk: ssd}, cordoned: false, zone: eu-west-a,
           taints: [{key: gpu, value: "yes", effect: NoSchedule}]}
      members:
        A: {provider: own, region: home, zones: [h1], labels: {tier: prod}, syncMode: Pull,
            reserved: {cpu: 2, memory: 4Gi, pods: 3},
            taints: [{key: old, effect: PreferNoSchedule}], nodePools: [{nodes: 4}]}
        B: {region: home}
    network:
      preset: azure-p95-2026
      hub:
        region: us-east
        store: [us-east, us-east, eu-west]
        restore: {after: 30m, age: 1h}
        controllers: {regions: [us-east, eu-west], instances: leader}
        scheduler: {regions: [us-east, eu-west], instances: shards}
      regions: {home: NorthEurope}
      links: [{from: hub, to: eu-west, rtt: 81ms, loss: 0.0, bandwidth: 1Gi, tariffPerGiB: 0.02}]
    users: [{site: paris, region: eu-west, share: 0.4}, {site: rome, region: eu-west, share: 0.6}]
    workloads:
    - name: web
      namespace: shop
      kind: Deployment
      uid: u-1
      labels: {app: web}
      replicas: 40
      requests: {cpu: 500m, memory: 512Mi}
      nodeSelector: {}
      tolerations: [{key: gpu, operator: Exists, value: "", effect: NoSchedule, tolerationSeconds: 30}]
      startup: {lognormal: {median: 20s, p95: 60s}}
      termination: 5s
      demand: {steps: [{at: 2h, replicas: 60}]}
      service: {throughputPerReplica: 200, routing: nearest-healthy, availability: 0.9995}
      tenant: t
      priority: 3
      group: g
      allowedRegions: [eu-west]
      stateBytes: 1Gi
      minAvailable: 2
      intent:
        eligible: {labelSelector: {matchLabels: {tier: prod},
                     matchExpressions: [{key: env, operator: NotIn, values: [dev]}]},
                   names: [A, eu-west-1], regions: [home, eu-west]}
        division: weights
        clusters: {A: {min: 4, max: 6, weight: 1}, eu-west-1: {min: 4, max: 8, weight: 2}}
        spread: {region: {min: 2, max: 3}, cluster: {min: 2, max: 6}, zone: {min: 1}, provider: {min: 1}}
        onClusterLoss: {move: true, after: 300s}
        onUnhealthy: {move: true, after: 120s}
    - {name: many, count: 3, replicas: 2, startup: 10s,
       demand: {diurnal: {mean: 4, amplitude: 2, period: 24h, phase: 6h}},
       intent: {eligible: {sample: {clusters: 2, seed: 7}}, division: even}}
    - {name: a, startup: {exponential: {mean: 10s}}, demand: constant}
    - {name: b, startup: {weibull: {shape: 0.5, scale: 10s}}}
    - {name: c, startup: {gamma: {shape: 2, scale: 10s}}}
    - {name: d, startup: {uniform: {low: 5s, high: 10s}}}
    - {name: e, startup: {empirical: [5s, 10s]}, demand: {trace: t.csv}}
    contenders:
    - {name: karmada, profile: karmada-1.18, optIn: [failover], division: capacity, toleration: 60s,
       purgeMode: Directly,
       set: {evictionRatePerSecond: 2, evictionWorkers: 4, detectionPeriod: 5s, failureThreshold: 15s}}
    - {profile: kubefed-0.10, rebalance: true, set: {failureProbes: 5}}
    - {name: mine, profile: karmada-1.18,
       policy: {exec: [python3, my.py], firstReply: 5s, reply: 500ms, line: 64Ki, memory: 1Gi, cpu: 1m, restarts: 1,
                faults: 2}}
    - {name: kubeadmiral-ops, profile: kubeadmiral, operator: {taintUnreadyAfter: 300s}}
    failures:
    - {at: 1h, for: 4h, region: eu-west, plane: all}
    - {at: 1h, for: 5m, labelSelector: {matchLabels: {env: test}}, plane: hub, repeat: {every: 20m, times: 3}}
    - {process: {source: made up, cluster: {up: {weibull: {shape: 0.48, scale: 816.6h}},
       down: {lognormal: {median: 1.88h, p95: 21.8h}}}}}
    - {preset: node-lanl05, provider: north}
    - {at: 2h, zone: eu-west-a, nodePool: big}
    - {at: 2h, for: 10m, cluster: A, plane: slow, slow: {latency: 5s, starts: 4, lists: hang},
       repeat: {every: 1h, times: 2, jitter: 30s}}
    - {at: 2h, for: 10m, cluster: A, plane: agent}
    - {at: 2h, for: 10m, region: home, plane: api, connections: blackholed}
    - {at: 3h, for: 10m, region: us-east, nodes: 0.3}
    - {at: 3h, for: 10m, hub: scheduler}
    - {trace: {file: \(traceFile)}}
    - {at: 4h, cluster: A, maintenance: {of: node, drain: 5m, down: 20m, gap: 1m, atOnce: 2}}
    - {at: 5h, cluster: A, maintenance: {of: cluster, drain: 5m, down: 20m}}
    - {process: {rackNodes: 4, commonCause: {beta: 0.37, group: rack}, node: {up: 100h, down: 1h},
       region: {up: 100h, down: 1h, hits: {each: rack, share: 0.3}}}}
    - {hub: store, process: {hub: {up: {exponential: 700h}, down: 10m}}}
    actions:
    - {at: 3h, do: taint, cluster: A, key: maintenance, value: x, effect: NoExecute}
    - {at: 4h, do: scale, workload: shop/web, replicas: 50}
    - {at: 5h, do: edit, workload: a, path: spec.replicas, value: 3}
    - {at: 5h, do: edit, workload: shop/web, path: intent.clusters.A, value: {min: 1, max: 9, weight: 4}}
    - {at: 2h, do: setFlag, contender: karmada, flag: evictionRatePerSecond, value: 5}
    - {at: 2h, do: resize, cluster: A, nodePool: default, nodes: 8}
    - {at: 3h, do: rebalance, workload: shop/web, createdAt: 30m}
    goals: ["availability >= 99.9%", "time_to_recover_p99 <= 120s"]

    """

  /// It as loaded, with the messages.
  static func load(_ text: String = text, _ options: LoadOptions = LoadOptions()) -> LoadedScenario {
    ScenarioLoader.load(text: text, file: "s.yaml", options: options)
  }
}
