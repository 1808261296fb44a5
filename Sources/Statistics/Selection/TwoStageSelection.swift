// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Randomness

/// Choosing the best of k contenders whose runs are independent, in two stages: n0 runs each, then as many as each one's
/// variance asks for. The chosen one is the best with the given probability whenever it leads by the indifference amount.
/// Under common random numbers use `SequentialSelection`.
public enum TwoStageSelection {
  /// Rinott's h for plain means of all runs: the root of E_y[(E_x Phi(h / sqrt(nu (1 / x + 1 / y))))^(k - 1)] = P, x and y
  /// chi-square with nu = n0 - 1. Source: Rinott, Communications in Statistics A 7 (1978).
  public static func rinottConstant(contenders: Int, firstStage: Int, probability: Double) -> Double {
    expect(contenders, firstStage, probability)
    let nu = Double(firstStage - 1)
    GSL.quiet()
    // In z = sqrt x, whose density is smooth at 0; what lies outside has a probability of 1e-13.
    let low = chiSquareQuantile(1e-13, degreesOfFreedom: nu).squareRoot()
    let high = gsl_cdf_chisq_Qinv(1e-13, nu).squareRoot()
    let nodes = Self.nodes(from: low, to: high, count: 48).map { node in
      let x = node.place * node.place
      return (square: x, weight: node.weight * 2 * node.place * gsl_ran_chisq_pdf(x, nu))
    }
    let factors = nodes.map { y in nodes.map { x in 1 / (nu * (1 / x.square + 1 / y.square)).squareRoot() } }
    return root(of: probability) { h in
      var outer = 0.0
      for (y, row) in zip(nodes, factors) {
        var inner = 0.0
        for (x, factor) in zip(nodes, row) { inner += x.weight * gsl_cdf_ugaussian_P(h * factor) }
        outer += y.weight * power(inner, contenders - 1)
      }
      return outer
    }
  }

  /// Dudewicz and Dalal's h for weighted means: the root of the integral of F(z + h)^(k - 1) f(z) dz = P, F and f those of
  /// Student's t with n0 - 1 degrees of freedom. Source: Dudewicz and Dalal, Sankhya B 37 (1975); the table of Law,
  /// Simulation Modeling and Analysis (2015), 10.4.
  public static func dudewiczDalalConstant(contenders: Int, firstStage: Int, probability: Double) -> Double {
    expect(contenders, firstStage, probability)
    let nu = Double(firstStage - 1)
    GSL.quiet()
    // In z = sinh x, since the tails of few degrees of freedom reach far.
    let farthest = gsl_cdf_tdist_Qinv(1e-13, nu)
    let reach = DeterministicMathematics.naturalLogarithm(farthest + (farthest * farthest + 1).squareRoot())
    let nodes = Self.nodes(from: -reach, to: reach, count: 512).map { node in
      let rising = DeterministicMathematics.exponential(node.place)
      let z = 0.5 * (rising - 1 / rising)
      let slope = 0.5 * (rising + 1 / rising)
      return (place: z, weight: node.weight * slope * gsl_ran_tdist_pdf(z, nu))
    }
    return root(of: probability) { h in
      nodes.reduce(0.0) { $0 + $1.weight * power(gsl_cdf_tdist_P($1.place + h, nu), contenders - 1) }
    }
  }

  /// How many runs a contender needs in all, by Rinott: max(n0, ceil((h s / delta)^2)) with its first-stage deviation s.
  public static func runs(
    rinottConstant h: Double, firstStage: Int, standardDeviation: Double, indifference: Double
  ) -> Int {
    precondition(indifference > 0, "the indifference amount \(indifference) is not positive")
    let ratio = h * standardDeviation / indifference
    return max(firstStage, Int((ratio * ratio).rounded(.up)))
  }

  private static func expect(_ contenders: Int, _ firstStage: Int, _ probability: Double) {
    precondition(contenders >= 2, "\(contenders) contenders")
    precondition(firstStage >= 2, "\(firstStage) runs in the first stage")
    precondition(
      probability > 1 / Double(contenders) && probability < 1,
      "the probability \(probability) is not between that of a guess and 1")
  }

  /// The places and weights of Gauss-Legendre quadrature.
  private static func nodes(from low: Double, to high: Double, count: Int) -> [(place: Double, weight: Double)] {
    guard let table = gsl_integration_glfixed_table_alloc(count) else { preconditionFailure("no memory for \(count)") }
    defer { gsl_integration_glfixed_table_free(table) }
    return (0..<count).map { index in
      var place = 0.0
      var weight = 0.0
      gsl_integration_glfixed_point(low, high, index, &place, &weight, table)
      return (place, weight)
    }
  }

  /// Where a rising function of h >= 0 reaches `target`, by bisection to the last digits.
  private static func root(of target: Double, _ function: (Double) -> Double) -> Double {
    var low = 0.0
    var high = 1.0
    while function(high) < target {
      low = high
      high *= 2
    }
    while high - low > 1e-13 * high {
      let middle = 0.5 * (low + high)
      if function(middle) < target { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var product = 1.0
    for _ in 0..<exponent { product *= base }
    return product
  }
}
