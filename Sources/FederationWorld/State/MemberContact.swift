// SPDX-License-Identifier: GPL-3.0-or-later

/// Who gets through to a member, in one byte: it is asked about every cluster of every decision, and `MemberCluster` takes
/// several cache lines.
struct MemberContact: OptionSet, Equatable {
  let rawValue: UInt8

  /// Its replicas reach users.
  static let serving = MemberContact(rawValue: 1)
  /// The hub's own calls to its API are answered.
  static let reachable = MemberContact(rawValue: 2)
}

extension MemberCluster {
  /// As its faults have it.
  var contact: MemberContact {
    var contact: MemberContact = []
    if isServing { contact.insert(.serving) }
    if isReachable { contact.insert(.reachable) }
    return contact
  }
}
