// SPDX-License-Identifier: GPL-3.0-or-later

/// All cohorts of a run, in the order in which they came into being.
///
/// Whoever writes to a cohort leaves a mark, so that what follows from its counts is worked out anew before it is asked
/// for, and for that cohort alone. What follows takes a byte for each cohort: loops over the clusters of a workload
/// pass those by in which all is well without a look at the counts.
struct CohortTable: RandomAccessCollection {
  private var cohorts: [Cohort] = []
  /// Beside the cohorts.
  private var standings: [CohortStanding] = []
  /// The marked ones, each once.
  private var written: [Int32] = []

  var startIndex: Int { 0 }
  var endIndex: Int { cohorts.count }

  /// A cohort's counts. O(1).
  subscript(cohort: Int) -> Cohort {
    _read { yield cohorts[cohort] }
    _modify {
      mark(cohort)
      yield &cohorts[cohort]
    }
  }

  /// How a cohort stands, as it was when that was last worked out. O(1).
  func standing(of cohort: Int) -> CohortStanding { standings[cohort] }

  /// Says that what follows from a cohort's counts is to be worked out anew, although the counts are the same. O(1).
  mutating func mark(_ cohort: Int) {
    guard !standings[cohort].contains(.isWritten) else { return }
    standings[cohort].insert(.isWritten)
    written.append(Int32(cohort))
  }

  /// Takes one of the marked cohorts and works out how it stands; nil: none is marked. O(1).
  /// - Parameter serves: Whether a cluster serves.
  /// - Returns: Which one, and whether it began or ceased to be well.
  mutating func settleNext(serves: (_ cluster: Int) -> Bool) -> (cohort: Int, hasTurned: Bool)? {
    guard let place = written.popLast() else { return nil }
    let cohort = Int(place)
    let wasWell = standings[cohort].contains(.isWell)
    standings[cohort] = CohortStanding(of: cohorts[cohort], isServing: serves(Int(cohorts[cohort].cluster)))
    return (cohort, standings[cohort].contains(.isWell) != wasWell)
  }

  /// Adds a cohort with nothing in it.
  mutating func append(_ cohort: Cohort) {
    cohorts.append(cohort)
    standings.append(.isWell)
    mark(cohorts.count - 1)
  }

  mutating func reserveCapacity(_ count: Int) {
    cohorts.reserveOnLargePages(count)
    standings.reserveCapacity(count)
  }
}

/// What follows from the counts of a cohort.
struct CohortStanding: OptionSet, Equatable {
  let rawValue: UInt8

  /// The member has what was sent last, and all of it has a node that runs, within users' reach.
  static let isWell = CohortStanding(rawValue: 1)
  /// What was sent last is what serves.
  static let isWhole = CohortStanding(rawValue: 2)
  /// It was written to since.
  static let isWritten = CohortStanding(rawValue: 4)

  init(rawValue: UInt8) { self.rawValue = rawValue }

  init(of cohort: borrowing Cohort, isServing: Bool) {
    self = []
    guard isServing, cohort.sent <= cohort.desired, cohort.waiting | cohort.hidden | cohort.lost == 0 else { return }
    insert(.isWell)
    if cohort.sent == cohort.desired, cohort.starting == 0 { insert(.isWhole) }
  }
}
