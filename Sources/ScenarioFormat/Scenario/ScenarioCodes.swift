// SPDX-License-Identifier: GPL-3.0-or-later

extension DiagnosticCode {
  /// Not a scenario, or of another version.
  public static let notAScenario = DiagnosticCode(200, "a file is no regatta/v1alpha1 Scenario")
  /// The name is not known.
  public static let unknownName = DiagnosticCode(201, "a profile, preset, region or cluster of this name is not known")
  /// The name is there twice.
  public static let duplicateName = DiagnosticCode(202, "two things of one kind have the same name")
  /// The lower bound is above the upper one.
  public static let reversedBounds = DiagnosticCode(203, "a minimum is above its maximum")
  /// The span must be positive.
  public static let spanNotPositive = DiagnosticCode(204, "a span of time must be above 0")
  /// No clusters.
  public static let emptyFleet = DiagnosticCode(205, "the scenario has no cluster")
  /// No workloads.
  public static let emptyWorkloads = DiagnosticCode(206, "the scenario has no workload")
  /// No contenders.
  public static let emptyContenders = DiagnosticCode(207, "the scenario has no contender")
  /// The distribution cannot be read.
  public static let invalidDistribution = DiagnosticCode(208, "a distribution is not one that is known")
  /// The goal cannot be read.
  public static let invalidGoal = DiagnosticCode(209, "a goal is not of the form: metric, relation, value")
  /// The option cannot be read.
  public static let invalidOption = DiagnosticCode(210, "an option of the command line cannot be read")
  /// The path leads nowhere.
  public static let unknownPath = DiagnosticCode(211, "the path of a --set or --sweep leads nowhere")
  /// The failure or action says too little or too much.
  public static let incompleteEntry = DiagnosticCode(
    212, "a failure or action lacks a part, or has two that exclude each other")
  /// Sums beyond 64 bits.
  public static let amountsTooLarge = DiagnosticCode(
    213, "the amounts of the fleet or the workloads are too large to add up")
  /// The load cannot be reached.
  public static let unreachableLoad = DiagnosticCode(214, "the wished load cannot be reached by scaling the replicas")
  /// Taken already.
  public static let reservedAboveLoad = DiagnosticCode(
    215, "pods outside the scenario alone take the wished load or more")
  /// No program.
  public static let invalidProgram = DiagnosticCode(216, "the program of a contender cannot be run as it is written")
  /// After the end.
  public static let afterHorizon = DiagnosticCode(250, "a failure or action lies behind the horizon")
  /// Fits nowhere.
  public static let fitsNowhere = DiagnosticCode(251, "a replica fits on no node of the fleet")
  /// Selects nothing.
  public static let selectsNothing = DiagnosticCode(252, "a selector matches no cluster")
  /// Shares that do not add up to 1.
  public static let sharesOffOne = DiagnosticCode(253, "the shares of the user sites do not add up to 1")
  /// Accepted, not simulated.
  public static let notSimulated = DiagnosticCode(254, "fields that are accepted and not simulated yet")
  /// No effect.
  public static let noEffect = DiagnosticCode(255, "a field has no effect where it stands")

  /// Nobody places it.
  public static let placedNowhere = DiagnosticCode(
    256, "a contender has no policy for a workload and places it nowhere")

  /// The codes of scenarios.
  public static let scenarioCodes: [DiagnosticCode] = [
    .notAScenario, .unknownName, .duplicateName, .reversedBounds, .spanNotPositive, .emptyFleet, .emptyWorkloads,
    .emptyContenders, .invalidDistribution, .invalidGoal, .invalidOption, .unknownPath, .incompleteEntry,
    .amountsTooLarge, .unreachableLoad, .reservedAboveLoad, .invalidProgram, .afterHorizon, .fitsNowhere,
    .selectsNothing, .sharesOffOne,
    .notSimulated, .noEffect, .placedNowhere,
  ]
}
