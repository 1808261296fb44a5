// SPDX-License-Identifier: GPL-3.0-or-later

import FederationModel
import RunMetrics

/// Searches, for every contender and trial, how far the ladder of levels can be climbed with the criterion kept.
public struct SizeStudy: Sendable {
  /// The scenario of a level and trial; a reason where there is none.
  public typealias Ladder = @Sendable (_ level: Int, _ trial: Int) -> Result<Scenario, LevelRefusal>

  /// Why there is no scenario at a level.
  public struct LevelRefusal: Error, Hashable, Sendable {
    /// The reason, for people.
    public var reason: String
    /// A refusal.
    public init(reason: String) { self.reason = reason }
  }

  /// How one trial of a contender came out.
  public struct Trial: Hashable, Sendable {
    /// The seed.
    public var seed: Int
    /// The last level that holds; nil: none does.
    public var level: Int?
    /// What the next level misses; nil where there is no next one.
    public var shortfall: Shortfall?
  }

  /// What makes a run.
  private let replication: Replication
  private let ladder: Ladder
  private let search: LevelSearch
  private let goals: [Goal]

  /// A study.
  public init(search: LevelSearch, goals: [Goal], ladder: @escaping Ladder, replication: @escaping Replication) {
    self.search = search
    self.goals = goals
    self.ladder = ladder
    self.replication = replication
  }

  /// One trial: a pure function of its arguments.
  /// - Parameter contender: The place in the scenario's contenders.
  public func trial(contender: Int, seed: Int) throws -> Trial {
    var shortfalls: [Int: Shortfall] = [:]
    let level = try search.last { level in
      let found = try shortfall(at: level, contender: contender, seed: seed)
      shortfalls[level] = found
      return found == nil
    }
    let next = level.map { $0 + 1 } ?? search.levels.lowerBound
    return Trial(seed: seed, level: level, shortfall: shortfalls[next])
  }

  private func shortfall(at level: Int, contender: Int, seed: Int) throws -> Shortfall? {
    switch ladder(level, seed) {
    case .failure(let refusal): return Shortfall(goal: refusal.reason, reached: nil)
    case .success(let scenario):
      let run = try replication(scenario, contender, seed, false)
      return SizeCriterion(scenario: scenario, goals: goals).shortfall(in: run.metrics)
    }
  }

  /// All trials of the contenders at these places, by contender, in the order of `seeds`; at most `jobs` at once.
  public func trials(
    contenders: [Int], seeds: [Int], jobs: Int, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> [[Trial]] {
    let work = contenders.indices.flatMap { place in seeds.map { (place, $0) } }
    return try await withThrowingTaskGroup(of: (Int, Trial).self) { group in
      var results = [Trial?](repeating: nil, count: work.count)
      var started = 0
      var done = 0
      while done < work.count {
        while started < work.count, started - done < max(1, jobs) {
          let place = started
          let (contender, seed) = (contenders[work[place].0], work[place].1)
          group.addTask { (place, try self.trial(contender: contender, seed: seed)) }
          started += 1
        }
        guard let (place, trial) = try await group.next() else { break }
        results[place] = trial
        done += 1
        progress(done, work.count)
      }
      let all = results.compactMap { $0 }
      return contenders.indices.map { Array(all[($0 * seeds.count)..<(($0 + 1) * seeds.count)]) }
    }
  }
}
