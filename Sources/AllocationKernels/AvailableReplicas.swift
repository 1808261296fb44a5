// SPDX-License-Identifier: GPL-3.0-or-later

extension Kernels {
  /// Free amounts of nodes up to this are exact in the narrow columns; 2^30 - 1.
  public static let largestNarrowAmount: Int32 = (1 << 30) - 1

  /// Replicas that fit, summed over nodes: per node the least of the free pods and, for each amount that is requested at
  /// all, the whole quotient of free and requested.
  ///
  /// - Precondition: free amounts lie in 0...``largestNarrowAmount`` and pods are not negative; a node with less than
  ///   nothing free counts as one with 0. Any unit will do that divides the requested amounts, since the free ones may be
  ///   rounded down to it: floor(floor(free / u) / (requested / u)) = floor(free / requested).
  /// - Parameters:
  ///   - millicores: free CPU.
  ///   - mebibytes: free memory.
  ///   - pods: free pod slots.
  ///   - requestedMillicores: CPU of one replica; 0 or less asks for none.
  ///   - requestedMebibytes: memory of one replica; 0 or less asks for none.
  /// O(nodes).
  public func availableReplicas(
    millicores: UnsafeBufferPointer<Int32>, mebibytes: UnsafeBufferPointer<Int32>, pods: UnsafeBufferPointer<Int16>,
    requestedMillicores: Int32, requestedMebibytes: Int32
  ) -> Int64 {
    precondition(
      mebibytes.count == millicores.count && pods.count == millicores.count,
      "columns of \(millicores.count), \(mebibytes.count) and \(pods.count) nodes")
    guard let cpu = millicores.baseAddress, let memory = mebibytes.baseAddress, let slots = pods.baseAddress
    else { return 0 }
    return table.availableReplicas(
      cpu, memory, slots, millicores.count, requestedMillicores, requestedMebibytes)
  }

  /// The same from exact amounts of any size, at every level by a plain loop.
  ///
  /// Amounts below 0 count as 0. O(nodes).
  public static func availableReplicas(
    millicores: UnsafeBufferPointer<Int64>, bytes: UnsafeBufferPointer<Int64>, pods: UnsafeBufferPointer<Int64>,
    requestedMillicores: Int64, requestedBytes: Int64
  ) -> Int64 {
    precondition(
      bytes.count == millicores.count && pods.count == millicores.count,
      "columns of \(millicores.count), \(bytes.count) and \(pods.count) nodes")
    var sum: Int64 = 0
    for node in millicores.indices {
      var fitting = max(0, pods[node])
      if requestedMillicores > 0 { fitting = min(fitting, max(0, millicores[node]) / requestedMillicores) }
      if requestedBytes > 0 { fitting = min(fitting, max(0, bytes[node]) / requestedBytes) }
      sum += fitting
    }
    return sum
  }
}
