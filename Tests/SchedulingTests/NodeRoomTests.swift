// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import Testing

@testable import Scheduling

@Suite struct NodeRoomTests {
  private func node(_ millicores: Int64, _ gibibytes: Int64, pods: Int64 = 110) -> Resources {
    Resources(cpuMillicores: millicores, memoryBytes: gibibytes << 30, pods: pods)
  }

  @Test func `100 nodes of 1 core hold no replica of 2 cores although the sum is 100 cores`() {
    let room = NodeRoom(free: Array(repeating: node(1000, 4), count: 100))
    #expect(room.available(for: Resources(cpuMillicores: 2000, pods: 1)) == 0)
    #expect(room.available(for: Resources(cpuMillicores: 500, pods: 1)) == 200)
  }

  @Test func `the scarcest of CPU, memory and pod slots counts on each node by itself`() {
    let request = Resources(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 1)
    #expect(NodeRoom.replicas(of: request, in: node(4000, 2)) == 2)
    #expect(NodeRoom.replicas(of: request, in: node(4000, 8, pods: 3)) == 3)
    #expect(NodeRoom.replicas(of: nil, in: node(0, 0, pods: 7)) == 7)
    #expect(NodeRoom.replicas(of: request, in: node(-500, 8)) == 0)
    #expect(NodeRoom(free: [node(4000, 2), node(3500, 8), node(9000, 9, pods: 1)]).available(for: request) == 6)
  }

  @Test func `assumed replicas take the first nodes that hold them, and leave what is left`() {
    let request = Resources(cpuMillicores: 1000, memoryBytes: 1 << 30, pods: 1)
    var room = NodeRoom(free: [node(3000, 8), node(3000, 8)])
    room.take(AssumedReplicas(requests: Resources(cpuMillicores: 2000, pods: 1), replicas: 2))
    #expect(room.available(for: request) == 2, "one core is left on each node")
    room.take(AssumedReplicas(requests: nil, replicas: 218))
    #expect(room.available(for: request) == 0, "no pod slot is left")
    room.take(AssumedReplicas(requests: request, replicas: 5))
    #expect(room.available(for: nil) == 0)
  }
}
