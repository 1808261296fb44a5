// SPDX-License-Identifier: GPL-3.0-or-later

import AllocationKernels

extension KernelCheck {
  /// Free amounts at and beside multiples of the request, small and at the end of the range.
  static let availableReplicas = KernelCheck("available replicas") { kernels, reference, draw in
    let count = draw.length()
    let cpu = request(&draw)
    let memory = request(&draw)
    let millicores = (0..<count).map { _ in amount(of: cpu, &draw) }
    let mebibytes = (0..<count).map { _ in amount(of: memory, &draw) }
    let pods = (0..<count).map { _ in Int16(draw.isOne(in: 8) ? 32_767 : Int(draw.upTo(32_767))) }
    func answer(_ kernels: Kernels) -> Int64 {
      millicores.withUnsafeBufferPointer { millicores in
        mebibytes.withUnsafeBufferPointer { mebibytes in
          pods.withUnsafeBufferPointer {
            kernels.availableReplicas(
              millicores: millicores, mebibytes: mebibytes, pods: $0, requestedMillicores: cpu,
              requestedMebibytes: memory)
          }
        }
      }
    }
    return difference(
      answer(kernels), answer(reference), "\(cpu)m \(memory)Mi on \(millicores) \(mebibytes) \(pods)")
  }

  private static func request(_ draw: inout CheckDraw) -> Int32 {
    switch draw.below(12) {
    case 0: Int32(-draw.below(2))
    case 1: 1
    case 2: .max
    case 3: 1 << 30
    default: Int32(draw.upTo(Int64(Int32.max)))
    }
  }

  /// A multiple of the request, one less or one more; or any amount.
  private static func amount(of request: Int32, _ draw: inout CheckDraw) -> Int32 {
    let most = Int64(Kernels.largestNarrowAmount)
    if draw.isOne(in: 16) { return Int32(most) }
    guard request > 0, !draw.isOne(in: 4) else { return Int32(draw.upTo(most)) }
    let multiple = Int64(request) * draw.upTo(min(most / Int64(request), 40_000)) + Int64(draw.below(3)) - 1
    return Int32(min(max(multiple, 0), most))
  }
}
