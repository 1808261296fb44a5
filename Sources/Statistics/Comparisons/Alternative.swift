// SPDX-License-Identifier: GPL-3.0-or-later

/// What a test holds against "no difference".
public enum Alternative: Hashable, Sendable {
  /// There is one, either way.
  case different
  /// The first exceeds the second.
  case greater
  /// The first falls below the second.
  case less
}
