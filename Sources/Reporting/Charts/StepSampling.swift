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

  /// The steps from `start` to `end` as they are, but for those that share one of `count` equal stretches: of these the
  /// first, the lowest, the highest and the last stay, so that a dip is as deep as it was. O(points).
  static func envelope(_ times: [Double], _ values: [Double], from start: Double, to end: Double, count: Int)
    -> [(x: Double, y: Double)]
  {
    precondition(times.count == values.count, "\(times.count) times but \(values.count) values")
    guard !times.isEmpty, end > start, count > 0 else { return [] }
    let width = (end - start) / Double(count)
    let first = times.lastIndex { $0 <= start } ?? 0
    var points: [(x: Double, y: Double)] = [(start, values[first])]
    var index = first + 1
    while index < times.count, times[index] <= end {
      let limit = start + (((times[index] - start) / width).rounded(.down) + 1) * width
      let next = times[(index + 1)...].firstIndex { $0 >= limit || $0 > end } ?? times.count
      let stretch = index..<next
      let low = stretch.min { values[$0] < values[$1] } ?? index
      let high = stretch.max { values[$0] < values[$1] } ?? index
      for place in Set([index, low, high, stretch.upperBound - 1]).sorted() where points.last?.y != values[place] {
        points.append((times[place], values[place]))
      }
      index = stretch.upperBound
    }
    if let last = points.last { points.append((end, last.y)) }
    return points
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
