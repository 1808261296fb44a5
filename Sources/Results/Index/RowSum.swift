// SPDX-License-Identifier: GPL-3.0-or-later

import GRDB

/// A check over the values of rows: equal values give equal sums, whatever SQLite stores them as.
struct RowSum {
  private var check = CRC32()

  /// Takes a row's values.
  mutating func add(_ values: [DatabaseValue]) {
    for value in values { add(value) }
  }

  private mutating func add(_ value: DatabaseValue) {
    let text: String
    switch value.storage {
    case .null: text = "-"
    case .int64(let number): text = "i\(number)"
    case .double(let number): text = "d\(number.bitPattern)"
    case .string(let string): text = "s\(string.utf8.count):\(string)"
    case .blob(let bytes): text = "b\(bytes.count)"
    }
    check.add(text.utf8)
    check.add(CollectionOfOne(UInt8(ascii: ";")))
  }

  /// The sum so far.
  var text: String { check.hexadecimal }
}
