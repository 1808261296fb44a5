// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel

/// Writes the objects that each contender's system would be given.
enum NativeFolder {
  static func write(_ scenario: Scenario, contenders: [String], to folder: String) throws {}
}
