// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Randomness
import Testing

@testable import FederationWorld

struct GradeTableTests {
  @Test func `each amount is in the grade that the model says, in models of several lengths`() {
    let short = [
      ResourceGrade(minimumCPUMillicores: nil, minimumMemoryBytes: 0),
      ResourceGrade(minimumCPUMillicores: 4000, minimumMemoryBytes: nil),
    ]
    let high = [ResourceGrade(minimumCPUMillicores: 500, minimumMemoryBytes: 1 << 30)]
    let models = [ResourceGrade.defaults, short, high]
    let table = GradeTable(models)
    #expect(table.stride == 9)
    var random = RandomStream(key: 5)
    for _ in 0..<20_000 {
      let cpu = Int64(random.uniformInteger(below: 140_000))
      let memory = Int64(random.uniformInteger(below: 1100 << 30))
      for (cluster, model) in models.enumerated() {
        #expect(
          table.place(ofCPU: cpu, memory: memory, in: cluster)
            == ResourceGrade.place(ofCPU: cpu, memory: memory, in: model))
      }
    }
  }

  @Test func `a table of no models counts nothing`() {
    let table = GradeTable([])
    #expect(table.stride == 0)
    #expect(table.counts(of: 7).isEmpty)
  }
}
