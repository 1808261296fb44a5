// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@testable import ScenarioFormat

@Suite struct KarmadaFailoverTests {
  private func read(_ failover: String, propagateDeps: Bool = true) -> ManifestText {
    ManifestText(
      deployment("web") + """
        ---
        apiVersion: policy.karmada.io/v1alpha1
        kind: PropagationPolicy
        metadata: {name: p}
        spec:
          resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
          propagateDeps: \(propagateDeps)
          failover: \(failover)

        """)
  }

  @Test(
    arguments: [
      ("{}", 300, .gracefully, 600), ("{decisionConditions: {tolerationSeconds: 0}}", 0, .gracefully, 600),
      ("{gracePeriodSeconds: 30}", 300, .gracefully, 30), ("{purgeMode: Directly}", 300, .directly, nil),
      ("{purgeMode: Never}", 300, .never, nil), ("{purgeMode: Immediately}", 300, .directly, nil),
      ("{purgeMode: Graciously}", 300, .gracefully, 600),
    ] as [(String, Int64, KarmadaPolicy.PurgeMode, Int64?)])
  func `application failover has upstream's defaults and both sets of purge modes`(
    text: String, seconds: Int64, mode: KarmadaPolicy.PurgeMode, grace: Int64?
  ) {
    let read = read("{application: \(text)}")
    #expect(read.errors.isEmpty)
    let failover = read.karmada("default/web")?.applicationFailover
    #expect(failover?.tolerationSeconds == seconds)
    #expect(failover?.purgeMode == mode)
    #expect(failover?.gracePeriodSeconds == grace)
    #expect(read.karmada("default/web")?.clusterPurgeMode == nil)
  }

  @Test(arguments: [
    ("{application: {decisionConditions: {tolerationSeconds: -1}}}", "tolerationSeconds"),
    ("{application: {gracePeriodSeconds: 0}}", "gracePeriodSeconds"),
    ("{application: {purgeMode: Directly, gracePeriodSeconds: 5}}", "goes with purgeMode Gracefully alone"),
    ("{application: {purgeMode: Soon}}", "purgeMode is Soon"), ("{cluster: {purgeMode: Never}}", "cannot be Never"),
  ])
  func `what upstream refuses of failover is an error`(text: String, message: String) {
    let read = read(text)
    #expect(read.errors.count == 1, "\(read.errors)")
    #expect(read.errors.first?.contains(message) == true, "\(read.errors)")
  }

  @Test func `application failover needs propagateDeps`() {
    let read = read("{application: {}}", propagateDeps: false)
    #expect(read.errors.count == 1)
    #expect(read.errors.first?.contains("needs propagateDeps: true") == true)
  }
}
