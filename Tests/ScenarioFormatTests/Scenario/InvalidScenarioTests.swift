// SPDX-License-Identifier: GPL-3.0-or-later

import ScenarioFormat
import Testing

/// What one faulty field says, whole and rendered.
@Suite struct InvalidScenarioTests {
  private func messages(_ body: String, _ options: LoadOptions = LoadOptions()) -> [String] {
    FullScenario.load(scenario(body), options).diagnostics.map(\.description)
  }

  @Test(arguments: [
    ("horizon: 5\n", "s.yaml:5:10: error R0105: horizon is 5, not a span of time; add the unit, as 5s"),
    ("horizon: 0\n", "s.yaml:5:10: error R0204: horizon is 0; write a span above 0, such as 10s"),
    ("horizn: 5h\n", "s.yaml:5:1: error R0101: the scenario has no field \"horizn\"; did you mean \"horizon\"?"),
    ("start: plased\n", "s.yaml:5:8: error R0104: start is plased; did you mean \"placed\"?"),
    ("load: nan\n", "s.yaml:5:7: error R0100: load is nan, not a number; write a number such as 0.5, without quotes"),
    ("load: 1e9\n", "s.yaml:5:7: error R0103: load is 1e9; write a number from 1e-06 to 1000.0"),
    (
      "contenders: [{profile: karmada-1.81}]\n",
      "s.yaml:5:24: error R0201: there is no profile \"karmada-1.81\"; did you mean \"karmada-1.18\"?"
    ),
    (
      "contenders: [{name: x}]\n", "s.yaml:5:14: error R0102: a contender has no profile; add profile"
    ),
    (
      "contenders: []\n",
      "s.yaml:5:13: error R0207: contenders lists none; list one, as {profile: karmada-1.18}, or leave the field out"
    ),
    (
      "contenders: [{profile: kubefed-0.10}, {profile: kubefed-0.10}]\n",
      "s.yaml:5:39: error R0202: there are two contenders \"kubefed-0.10\"; give each a name of its own"
    ),
    (
      "contenders: [{profile: kubefed-0.10, optIn: failover}]\n",
      "s.yaml:5:45: warning R0255: optIn is Karmada's; it has no effect on kubefed; remove it"
    ),
    (
      "contenders: [{profile: karmada-1.18, purgeMode: Never}]\n",
      "s.yaml:5:49: error R0104: purgeMode cannot be Never for a lost cluster; write Directly or Gracefully"
    ),
    (
      "failures: [{at: 1h, for: 1h, region: eu-wst}]\n",
      "s.yaml:5:38: error R0201: there is no region \"eu-wst\"; known are eu, us"
    ),
    (
      "failures: [{at: 30h, region: eu}]\n",
      "s.yaml:5:17: warning R0250: the failure at 1d6h is behind the horizon of 1d; "
        + "make the horizon longer, or let it start earlier"
    ),
    (
      "failures: [{region: eu}]\n",
      "s.yaml:5:12: error R0212: a failure says neither when nor how often; write one of at, process, preset and trace"
    ),
    (
      "failures: [{at: 1h, labelSelector: {matchLabels: {a: b}}}]\n",
      "s.yaml:5:12: warning R0252: the failure selects no cluster; check the names and labels"
    ),
    (
      "failures: [{preset: cluster-lanl5}]\n",
      "s.yaml:5:21: error R0201: there is no failure preset \"cluster-lanl5\"; did you mean \"cluster-lanl05\"?"
    ),
    (
      "failures: [{process: {cluster: {up: {weibul: 1h}, down: 1h}}}]\n",
      "s.yaml:5:38: error R0101: up has no field \"weibul\"; did you mean \"weibull\"?"
    ),
    (
      "failures: [{process: {cluster: {up: 0s, down: 1h}}}]\n",
      "s.yaml:5:37: error R0204: the time up is always 0; write a span above 0"
    ),
    (
      "failures: [{process: {cluster: {up: {exponential: 1ms}, down: 1h}}}]\n",
      "s.yaml:5:37: error R0103: the time up is 0.001s or so; write a law whose times are 1s or more"
    ),
    (
      "failures: [{process: {node: {up: {lognormal: {median: 2h, p95: 1h}}, down: 1h}}}]\n",
      "s.yaml:5:55: error R0203: median 2h is above p95 1h; exchange them"
    ),
    (
      "actions: [{at: 1h, do: scale, workload: wep, replicas: 1}]\n",
      "s.yaml:5:41: error R0201: there is no workload \"wep\"; known are default/web"
    ),
    (
      "actions: [{at: 1h, do: edit, workload: web, path: spec.replicas, value: three}]\n",
      "s.yaml:5:73: error R0100: replicas is three, not a whole number; write a number such as 3"
    ),
    (
      "actions: [{at: 1h, do: edit, workload: web, path: labels.a, value: b}]\n",
      "s.yaml:5:51: error R0211: \"labels.a\" is no field of a workload that can change during a run; "
        + "write replicas, priority, requests.cpu, requests.memory, or a path that starts with intent."
    ),
    (
      "actions: [{at: 1h, do: edit, workload: web, path: intent.spred.cluster.min, value: 2}]\n",
      "s.yaml:5:51: error R0101: an intent has no field \"spred\"; did you mean \"spread\"?"
    ),
    (
      "actions: [{at: 1h, do: edit, workload: web, path: intent.division, value: wieghts}]\n",
      "s.yaml:5:75: error R0104: division is wieghts; did you mean \"weights\"?"
    ),
    (
      "actions: [{at: 1h, do: edit, workload: web, path: replicas}]\n",
      "s.yaml:5:11: error R0212: edit has no value; add value"
    ),
    (
      "actions: [{at: 1h, do: setFlag, flag: evictionRate, value: 5}]\n",
      "s.yaml:5:39: error R0201: there is no flag \"evictionRate\"; did you mean \"evictionEnabled\"?"
    ),
    (
      "actions: [{at: 1h, do: setFlag, flag: evictionRatePerSecond, value: fast}]\n",
      "s.yaml:5:69: error R0100: evictionRatePerSecond is fast, not a number; write a number such as 0.5, "
        + "without quotes"
    ),
    (
      "actions: [{at: 1h, do: setFlag, flag: packsGrades, value: true}]\n",
      "s.yaml:5:39: error R0104: packsGrades is a switch of scheduling and cannot change during a run; "
        + "race two contenders, one with set: {packsGrades: ...}"
    ),
    (
      "actions: [{at: 1h, do: setFlag, contender: karmada, flag: evictionWorkers, value: 5}]\n",
      "s.yaml:5:44: error R0201: there is no contender \"karmada\"; "
        + "known are karmada-1.18, kubefed-0.10, kubeadmiral, federation-v1"
    ),
    (
      "actions: [{at: 1h, do: setFlag, contender: kubefed-0.10, flag: failureThreshold, value: 5s}]\n",
      "s.yaml:5:89: warning R0255: kubefed-0.10 does not use failureThreshold; remove it"
    ),
    (
      "actions: [{at: 1h, do: resize, cluster: eu-1}]\n", "s.yaml:5:11: error R0212: resize has no nodes; add nodes"
    ),
    (
      "actions: [{at: 1h, do: resize, cluster: eu-1, nodePool: big, nodes: 3}]\n",
      "s.yaml:5:57: error R0201: there is no node pool \"big\"; known are default"
    ),
    (
      "actions: [{at: 1h, do: rebalance, createdAt: 2h}]\n",
      "s.yaml:5:46: warning R0255: createdAt 2h is after the action at 1h; make it the action's time or an earlier one"
    ),
    ("actions: [{at: 1h, do: taint}]\n", "s.yaml:5:11: error R0212: taint has no key; add key"),
    (
      "actions: [{at: 1h, do: cordon}]\n",
      "s.yaml:5:11: error R0212: cordon names no cluster; "
        + "add cluster, zone, region, provider, nodePool or labelSelector ({} selects all clusters)"
    ),
    (
      "actions: [{at: 1h, do: leave, workload: web}]\n",
      "s.yaml:5:11: error R0212: leave names no cluster; "
        + "add cluster, zone, region, provider, nodePool or labelSelector ({} selects all clusters)"
    ),
    (
      "actions: [{at: 1h, do: cordon, cluster: eu-1, nodes: 3}]\n",
      "s.yaml:5:54: warning R0255: nodes has no effect on cordon; remove it"
    ),
    (
      "actions: [{at: 1h, do: scale, workload: web, replicas: 3, cluster: eu-1}]\n",
      "s.yaml:5:68: warning R0255: cluster has no effect on scale; remove it"
    ),
    (
      "actions: [{at: 1h, do: taint, cluster: eu-1, key: a, workload: web}]\n",
      "s.yaml:5:64: warning R0255: workload has no effect on taint; remove it"
    ),
    (
      "goals: [availability > high]\n",
      "s.yaml:5:9: error R0209: \"availability > high\" is not a goal; "
        + "write metric, then >=, <=, > or <, then a value: availability >= 0.999, time_to_recover_p99 <= 120s"
    ),
    (
      "network: {preset: azure}\n",
      "s.yaml:5:19: error R0201: there is no network preset \"azure\"; known are aws-mean-2017, azure-p95-2026"
    ),
    (
      "users: [{site: a, share: 0.5}]\n",
      "s.yaml:5:9: warning R0253: the shares of the user sites add up to 0.5; make them add up to 1"
    ),
    (
      "manifests: [nowhere/]\n",
      "s.yaml:5:13: error R0001: there is no file or folder nowhere/; check the path"
    ),
  ])
  func `a faulty field beside a good scenario`(line: String, message: String) {
    #expect(messages(basics + line).contains(message), "\(messages(basics + line))")
  }

  @Test func `an action to all clusters says so by a selector without labels`() {
    #expect(messages(basics + "actions: [{at: 1h, do: cordon, labelSelector: {}}]\n").isEmpty)
  }

  @Test(arguments: [
    ("replicas: -1", "s.yaml:4:35: error R0103: replicas is -1; write a whole number from 0 to 100000000"),
    ("replicas: 1e308", "s.yaml:4:35: error R0103: replicas is 1e308; write a whole number from 0 to 100000000"),
    ("replicas: \"3\"", "s.yaml:4:35: error R0100: replicas is \"3\", not a whole number; write 3 without quotes"),
    (
      "requests: {cpu: 5x}",
      "s.yaml:4:41: error R0106: cpu is 5x, not a Kubernetes quantity; write a quantity such as 500m, 2Gi or 1.5"
    ),
    ("requests: {memory: -1Gi}", "s.yaml:4:44: error R0103: memory is -1Gi; write a quantity of at least 0"),
    (
      "requests: {cpu: 99}",
      "s.yaml:4:12: warning R0251: a replica of default/web fits on no node of the fleet; "
        + "lower its requests, check its nodeSelector, or add larger nodes"
    ),
    (
      "replicas: 9, requests: {memory: 8Ei}",
      "s.yaml:4:12: error R0213: the amounts of the workloads add up to more than 2^62; "
        + "check the units: Gi rather than Ei, cores rather than bytes"
    ),
    (
      "requests: {memory: 1Pi}, demand: {steps: [{at: 1h, replicas: 9000}]}",
      "s.yaml:4:12: error R0213: the amounts of the workloads at their peak add up to more than 2^62; "
        + "check the units: Gi rather than Ei, cores rather than bytes"
    ),
    (
      "requests: {memory: 1Pi}, demand: {diurnal: {mean: 3, amplitude: 9000}}",
      "s.yaml:4:12: error R0213: the amounts of the workloads at their peak add up to more than 2^62; "
        + "check the units: Gi rather than Ei, cores rather than bytes"
    ),
    (
      "demand: {diurnal: {mean: 3, period: 1s}}",
      "s.yaml:4:61: error R0103: period is 1s; write a span of at least 1m"
    ),
    (
      "intent: {clusters: {eu-1: {min: 5, max: 2}}}",
      "s.yaml:4:57: error R0203: min 5 is above max 2; exchange them"
    ),
    (
      "intent: {clusters: {eu-9x: {min: 5}}}",
      "s.yaml:4:45: error R0201: there is no cluster \"eu-9x\"; did you mean \"eu-1\"?"
    ),
    (
      "intent: {eligible: {labelSelector: {matchLabels: {a: b}}}}",
      "s.yaml:4:13: warning R0252: no cluster is eligible for the workload default/web; "
        + "check the labels in eligible against those of the clusters"
    ),
    (
      "startup: {}",
      "s.yaml:4:34: error R0208: startup names no law; write a span, or one of constant, exponential, "
        + "weibull, lognormal, gamma, uniform, empirical"
    ),
    (
      "demand: {steps: [{replicas: 3}]}", "s.yaml:4:42: error R0102: a step of demand has no at; add at"
    ),
  ])
  func `a faulty field of a workload`(field: String, message: String) {
    let body = "fleet: {generate: {regions: {eu: {}, us: {}}, clusters: 4}}\nworkloads: [{name: web, \(field)}]\n"
    #expect(messages(body).contains(message), "\(messages(body))")
  }

  @Test func `all faults are reported at once`() {
    let found = messages(
      "horizon: x\nload: y\nfleet: {generate: {clusters: -1}}\nworkloads: [{replicas: z}, {replicas: w}]\n")
    #expect(found.count == 5)
  }

  @Test func `an empty scenario lacks clusters and workloads`() {
    #expect(messages("").map { $0.split(separator: " ")[2] } == ["R0206:"])
    #expect(messages("workloads: [{}]\n").map { $0.split(separator: " ")[2] } == ["R0205:"])
  }

  @Test func `a wrong header says what to write`() {
    let loaded = ScenarioLoader.load(text: "apiVersion: regatta/v2\nkind: Scenario\n\(basics)", file: "s.yaml")
    #expect(
      loaded.diagnostics.map(\.description)
        == ["s.yaml:1:13: error R0200: apiVersion is regatta/v2; write apiVersion: regatta/v1alpha1"])
  }

  @Test(arguments: [
    ("workloads.wep.replicas", "1", "R0211: the list has no element \"wep\" (it has 1); did you mean \"web\"?"),
    ("workloads.4.replicas", "1", "R0211: the list has no element \"4\" (it has 1); known are web"),
    (
      "workloads.web.name.x", "1",
      "R0211: x would be a field of web, which has none; "
        + "leave x out, or replace the whole value"
    ),
    ("fleet.generat.seed", "1", "R0101: fleet has no field \"generat\"; did you mean \"generate\"?"),
    ("a..b", "1", "R0210: \"a..b\" is not a path; write keys joined by dots, as network.preset=x"),
  ])
  func `a --set that leads nowhere`(path: String, value: String, message: String) {
    let found = messages(basics, LoadOptions(edits: [.init(path: path, value: value)]))
    #expect(found.contains("--set \(path)=\(value):1:1: error \(message)"), "\(found)")
  }

  @Test(arguments: [
    "", "eu", "region=eu", "region=eu@", "region=@1h", "planet=eu@1h", "region=eu@1h+2h+3h", "region=eu@1h,x=y",
  ])
  func `a --fail that cannot be read`(text: String) {
    let found = messages(basics, LoadOptions(failures: [text]))
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("--fail \(text):1:1: error R0210: ") == true)
  }
}
