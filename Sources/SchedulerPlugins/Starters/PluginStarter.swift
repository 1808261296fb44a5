// SPDX-License-Identifier: GPL-3.0-or-later

/// First programs that work, and a scenario in which they race: `regatta plugin init`.
public enum PluginStarter {
  /// The languages that there is a program in.
  public enum Language: String, CaseIterable, Sendable {
    case python, go
  }

  /// The files to begin with.
  public static func files(in language: Language) -> [(name: String, text: String)] {
    let program = language == .python ? python : go
    return [(fileName(in: language), program), ("scenario.yaml", scenario(for: language))]
  }

  /// The command that starts the program in `folder`.
  public static func command(in language: Language, folder: String? = nil) -> [String] {
    let file = (folder.map { "\($0)/" } ?? "") + fileName(in: language)
    return language == .python ? ["python3", file] : ["go", "run", file]
  }

  private static func fileName(in language: Language) -> String {
    language == .python ? "scheduler.py" : "scheduler.go"
  }

  private static func scenario(for language: Language) -> String {
    let exec = command(in: language).joined(separator: ", ")
    // The first reply waits for the compiler.
    let options = language == .python ? "" : ", firstReply: 2m, memory: 16Gi"
    return """
      # A scheduler of your own against Karmada's: one region of three is lost for two hours.
      #
      #   regatta plugin test -- \(command(in: language).joined(separator: " "))
      #   regatta run .
      apiVersion: regatta/v1alpha1
      kind: Scenario
      metadata:
        name: my-scheduler
        description: eu-west lost for two hours at 60 % load
      horizon: 4h
      load: 0.60
      fleet:
        generate:
          regions: {eu-west: {zones: 3}, us-east: {zones: 3}, ap-south: {zones: 3}}
          clusters: 12
          nodePools:
          - {nodes: 10, cpu: "16", memory: 64Gi, pods: 110, pricePerHour: 0.8}
      network: {preset: azure-p95-2026}
      workloads:
      - name: web
        namespace: shop
        count: 20
        replicas: 40
        requests: {cpu: "1", memory: 2Gi}
        startup: {lognormal: {median: 20s, p95: 60s}}
        intent:
          division: capacity
          onClusterLoss: {move: true, after: 60s}
      contenders:
      - {name: karmada, profile: karmada-1.18, optIn: failover}
      # The same control plane, with your program in place of Karmada's own choice.
      - {name: mine, profile: karmada-1.18, optIn: failover, policy: {exec: [\(exec)]\(options)}}
      failures:
      - {at: 1h, for: 2h, region: eu-west, plane: all}

      """
  }
}
