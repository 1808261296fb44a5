// SPDX-License-Identifier: GPL-3.0-or-later

/// Series whose values hold from their time to the next, thinned to what a picture can show.
enum StepSampling {
  /// The time-weighted means over `count` equal stretches from `start` to `end`. Nothing before the first time: its
  /// value is taken. O(points + count).
  static func means(_ times: [Double], _ values: [Double], from start: Double, to end: Double, count: Int) -> [Double] {
    precondition(times.count == values.count, "\(times.count) times but \(values.count) values")
    guard !times.isEmpty, end > start, count > 0 else { return [] }
    let width = (end - start) / Double(count)
    var index = 0
    return (0..<count).map { column in
      let from = start + Double(column) * width
      let to = from + width
      while index + 1 < times.count, times[index + 1] <= from { index += 1 }
      var sum = 0.0
      var position = from
      var cursor = index
      while position < to {
        let next = cursor + 1 < times.count ? min(to, max(position, times[cursor + 1])) : to
        sum += values[cursor] * (next - position)
        position = next
        if cursor + 1 < times.count, times[cursor + 1] <= position { cursor += 1 }
      }
      return sum / width
    }
  }

  /// Means with the time at which each stretch starts, equal neighbours joined.
  static func points(_ times: [Double], _ values: [Double], from start: Double, to end: Double, count: Int)
    -> [(x: Double, y: Double)]
  {
    let means = means(times, values, from: start, to: end, count: count)
    let width = (end - start) / Double(max(1, means.count))
    var points: [(x: Double, y: Double)] = []
    for (column, mean) in means.enumerated() where points.last?.y != mean {
      points.append((start + Double(column) * width, mean))
    }
    if let last = points.last { points.append((end, last.y)) }
    return points
  }
}
