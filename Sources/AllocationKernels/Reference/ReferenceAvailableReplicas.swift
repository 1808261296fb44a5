// SPDX-License-Identifier: GPL-3.0-or-later

extension ReferenceKernels {
  /// Replicas that fit, summed over nodes: per node the least of the free pods and, for each amount that is requested at
  /// all, the whole quotient of free and requested.
  static func availableReplicas(
    _ millicores: UnsafePointer<Int32>, _ mebibytes: UnsafePointer<Int32>, _ pods: UnsafePointer<Int16>, _ count: Int,
    _ requestedMillicores: Int32, _ requestedMebibytes: Int32
  ) -> Int64 {
    var sum: Int64 = 0
    for node in 0..<count {
      var fitting = Int32(pods[node])
      if requestedMillicores > 0 { fitting = min(fitting, millicores[node] / requestedMillicores) }
      if requestedMebibytes > 0 { fitting = min(fitting, mebibytes[node] / requestedMebibytes) }
      sum += Int64(fitting)
    }
    return sum
  }
}
