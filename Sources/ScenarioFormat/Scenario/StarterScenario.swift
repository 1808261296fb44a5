// SPDX-License-Identifier: GPL-3.0-or-later

/// The scenario that `regatta init` writes.
public enum StarterScenario {
  /// A small race with comments; it loads without a diagnostic.
  public static let text = """
    # yaml-language-server: $schema=./scenario.schema.json
    # A race of federation schedulers: six clusters in two regions, one region lost for two hours.
    # Run it:    regatta run scenario.yaml
    # Check it:  regatta validate scenario.yaml
    apiVersion: regatta/v1alpha1
    kind: Scenario
    metadata:
      name: my-first-race
      description: eu-west lost for two hours at 60 % load
    horizon: 6h                 # how long each run lasts (default 24h)
    load: 0.60                  # scales all replicas until 60 % of the scarcest resource is asked for

    fleet:
      generate:
        regions:
          eu-west: {zones: 3}
          us-east: {zones: 3}
        clusters: 6             # eu-west-1 to eu-west-3, us-east-1 to us-east-3
        labels: {tier: prod}
        nodePools:
        - {nodes: 10, cpu: "16", memory: 64Gi, pods: 110, pricePerHour: 0.8}

    network:
      preset: azure-p95-2026    # round trips between the regions
      hub: {region: us-east}    # where the control plane runs

    workloads:
    - name: web
      replicas: 40
      requests: {cpu: 500m, memory: 512Mi}
      startup: {lognormal: {median: 20s, p95: 60s}}
      intent:                   # what is wanted, in no system's words
        eligible: {labelSelector: {matchLabels: {tier: prod}}}
        division: weights       # weights | capacity | pack | even | duplicate
        clusters:
          "*": {weight: 1}
          eu-west-1: {min: 2, weight: 2}
        onClusterLoss: {move: true, after: 300s}
    - name: batch
      replicas: 20
      requests: {cpu: "1", memory: 1Gi}
      intent: {division: capacity}

    contenders:
    - {name: karmada-stock, profile: karmada-1.18}
    - {name: karmada-failover, profile: karmada-1.18, optIn: failover, division: capacity}
    - {name: kubefed, profile: kubefed-0.10}
    - {name: kubeadmiral-ops, profile: kubeadmiral, operator: {taintUnreadyAfter: 300s}}

    failures:
    - {at: 1h, for: 2h, region: eu-west}
    # Failures at random instead, from a published fit:
    # - {preset: cluster-lanl05}

    goals:
    - availability >= 0.99

    """
}
