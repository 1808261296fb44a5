// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL
import Quantities
import Randomness
import Testing

/// The largest distance of the empirical law of `values` from a continuous `cdf`, times sqrt(n).
///
/// With the right law it exceeds 1.95 in one case of a thousand (Kolmogorov's limit law).
func kolmogorovDistance(_ values: [Double], cdf: (Double) -> Double) -> Double {
  let sorted = values.sorted()
  let count = Double(sorted.count)
  var greatest = 0.0
  for (index, value) in sorted.enumerated() {
    let probability = cdf(value)
    greatest = max(greatest, Double(index + 1) / count - probability, probability - Double(index) / count)
  }
  return greatest * count.squareRoot()
}

@Suite struct DistributionTests {
  static let sampleSize = 4000

  static func hours(_ count: Double) -> SimulationDuration { SimulationDuration(seconds: count * 3600) }

  static let laws: [(name: String, law: Distribution)] = [
    ("exponential 730.5 h", .exponential(mean: hours(730.5))),
    ("weibull 0.48", .weibull(shape: 0.48, scale: hours(816.6))),
    ("weibull 0.7", .weibull(shape: 0.7, scale: hours(10))),
    ("weibull 1.5", .weibull(shape: 1.5, scale: .seconds(3))),
    ("lognormal 20 s, 60 s", Distribution.lognormal(median: .seconds(20), p95: .seconds(60)) ?? .constant(.zero)),
    ("lognormal 1.88 h, 21.8 h", Distribution.lognormal(median: hours(1.88), p95: hours(21.8)) ?? .constant(.zero)),
    ("gamma 0.3", .gamma(shape: 0.3, scale: .seconds(100))),
    ("gamma 2.5", .gamma(shape: 2.5, scale: .seconds(100))),
    ("gamma 40", .gamma(shape: 40, scale: .seconds(1))),
    ("uniform", .uniform(low: .seconds(5), high: .seconds(9))),
  ]

  static func samples(_ law: Distribution, _ purpose: UInt64, residual: Bool = false) -> [Double] {
    var stream = RandomStream(seed: 11, purpose: StreamPurpose(rawValue: purpose), entity: 0)
    return (0..<sampleSize).map { _ in
      (residual ? law.sampleEquilibriumResidual(&stream) : law.sample(&stream)).seconds
    }
  }

  @Test(arguments: laws.indices)
  func `draws follow the law that GSL gives`(index: Int) {
    let (name, law) = Self.laws[index]
    for purpose in UInt64(1)...3 {
      let distance = kolmogorovDistance(Self.samples(law, purpose)) { law.cdf(SimulationDuration(seconds: $0)) }
      #expect(distance < 1.95, "\(name), stream \(purpose)")
    }
  }

  @Test func `the distribution functions are GSL's, called by other names here`() {
    let span = SimulationDuration.seconds(70)
    let expected: [(Distribution, Double)] = [
      (.exponential(mean: .seconds(30)), gsl_cdf_exponential_P(70, 30)),
      (.weibull(shape: 0.48, scale: .seconds(90)), gsl_cdf_weibull_P(70, 90, 0.48)),
      (.gamma(shape: 2.5, scale: .seconds(20)), gsl_cdf_gamma_P(70, 2.5, 20)),
      (.lognormal(mu: 4, sigma: 0.5), gsl_cdf_lognormal_P(70, 4, 0.5)),
      (.uniform(low: .seconds(50), high: .seconds(90)), 0.5),
      (.constant(.seconds(70)), 1),
    ]
    for (law, probability) in expected { #expect((law.cdf(span) - probability).magnitude < 1e-15) }
  }

  /// The mean and the mean square in closed form, in seconds.
  static func moments(_ law: Distribution) -> (mean: Double, meanSquare: Double) {
    switch law {
    case .constant(let span): return (span.seconds, span.seconds * span.seconds)
    case .exponential(let mean): return (mean.seconds, 2 * mean.seconds * mean.seconds)
    case .weibull(let shape, let scale):
      let squared = scale.seconds * scale.seconds
      return (scale.seconds * gsl_sf_gamma(1 + 1 / shape), squared * gsl_sf_gamma(1 + 2 / shape))
    case .lognormal(let mu, let sigma):
      let half = DeterministicMathematics.exponential(mu + sigma * sigma / 2)
      return (half, half * half * DeterministicMathematics.exponential(sigma * sigma))
    case .gamma(let shape, let scale):
      return (shape * scale.seconds, shape * (shape + 1) * scale.seconds * scale.seconds)
    case .uniform(let low, let high):
      let (a, b) = (low.seconds, high.seconds)
      return ((a + b) / 2, (a * a + a * b + b * b) / 3)
    case .empirical(let law):
      return (law.meanSeconds, law.meanSeconds)
    }
  }

  @Test(arguments: laws.indices)
  func `the mean is the closed form`(index: Int) {
    let law = Self.laws[index].law
    let expected = Self.moments(law).mean
    #expect((law.meanSeconds - expected).magnitude < 1e-12 * expected)
    #expect((law.mean.seconds - expected).magnitude < 1e-12 * expected + 1e-9)
  }

  @Test(arguments: laws.indices)
  func `the mean of the equilibrium residual is E[X^2] / 2 E[X]`(index: Int) {
    let (name, law) = Self.laws[index]
    let (mean, meanSquare) = Self.moments(law)
    let residuals = Self.samples(law, 20, residual: true)
    let count = Double(residuals.count)
    let sampleMean = residuals.reduce(0, +) / count
    let variance = residuals.reduce(0) { $0 + ($1 - sampleMean) * ($1 - sampleMean) } / (count - 1)
    let deviation = (sampleMean - meanSquare / (2 * mean)) / (variance / count).squareRoot()
    #expect(deviation.magnitude < 4, "\(name): \(deviation) standard errors")
  }

  @Test(arguments: laws.indices)
  func `the equilibrium residual has the density P(X > t) / mean`(index: Int) {
    let (name, law) = Self.laws[index]
    let mean = Self.moments(law).mean
    let residuals = Self.samples(law, 21, residual: true)
    // Its distribution function is the integral of P(X > t) / mean: the trapezium rule between one sample and the next,
    // on a grid fine enough for the 1 % that the test can see.
    let sorted = residuals.sorted()
    var integral = 0.0
    var previous = 0.0
    var probabilities: [Double] = []
    for value in sorted {
      let steps = 20
      let width = (value - previous) / Double(steps)
      for step in 0..<steps {
        let middle = previous + (Double(step) + 0.5) * width
        integral += (1 - law.cdf(SimulationDuration(seconds: middle))) * width
      }
      previous = value
      probabilities.append(integral / mean)
    }
    var next = 0
    let distance = kolmogorovDistance(residuals) { _ in
      next += 1
      return probabilities[next - 1]
    }
    #expect(distance < 1.95, "\(name)")
  }

  @Test func `a constant law has itself as draw and a uniform residual`() {
    let law = Distribution.constant(.seconds(10))
    #expect(Set(Self.samples(law, 1)) == [10])
    let distance = kolmogorovDistance(Self.samples(law, 22, residual: true)) { $0 / 10 }
    #expect(distance < 1.95)
  }

  @Test func `a lognormal law has the median and p95 it was made of`() throws {
    let law = try #require(Distribution.lognormal(median: .seconds(20), p95: .seconds(60)))
    #expect((law.cdf(.seconds(20)) - 0.5).magnitude < 1e-12)
    #expect((law.cdf(.seconds(60)) - 0.95).magnitude < 1e-12)
    #expect(Distribution.lognormal(median: .seconds(60), p95: .seconds(20)) == nil)
    #expect(Distribution.lognormal(median: .zero, p95: .seconds(20)) == nil)
  }

  @Test func `an empirical law draws its values by their weights`() throws {
    let values: [SimulationDuration] = [.seconds(30), .seconds(10), .seconds(20)]
    let empirical = try #require(EmpiricalDistribution(values: values, weights: [1, 6, 3]))
    let law = Distribution.empirical(empirical)
    #expect(empirical.values == [.seconds(10), .seconds(20), .seconds(30)])
    #expect((law.meanSeconds - 15).magnitude < 1e-12)
    #expect((law.cdf(.seconds(20)) - 0.9).magnitude < 1e-15)
    #expect(law.cdf(.seconds(9)) == 0)
    let samples = Self.samples(law, 23)
    for (value, probability) in [(10.0, 0.6), (20, 0.3), (30, 0.1)] {
      let share = Double(samples.filter { $0 == value }.count) / Double(samples.count)
      let error = (probability * (1 - probability) / Double(samples.count)).squareRoot()
      #expect((share - probability).magnitude < 4 * error)
    }
    // E[X^2] / 2 E[X] = (60 + 120 + 90) / 30; the residual is below 30 s, so its standard deviation is below 15 s.
    let residuals = Self.samples(law, 24, residual: true)
    let mean = residuals.reduce(0, +) / Double(residuals.count)
    #expect((mean - 9).magnitude < 4 * 15 / Double(residuals.count).squareRoot())
  }

  @Test func `an empirical law needs values and fitting weights`() {
    #expect(EmpiricalDistribution(values: []) == nil)
    #expect(EmpiricalDistribution(values: [.seconds(-1)]) == nil)
    #expect(EmpiricalDistribution(values: [.seconds(1)], weights: [0]) == nil)
    #expect(EmpiricalDistribution(values: [.seconds(1)], weights: [.nan]) == nil)
    #expect(EmpiricalDistribution(values: [.seconds(1)], weights: [1, 1]) == nil)
    #expect(EmpiricalDistribution(values: [.seconds(1), .seconds(1)]) != nil)
  }

  @Test func `draws are never negative and never beyond the longest span`() {
    let wild: [Distribution] = [
      .weibull(shape: 0.01, scale: .hours(1000)), .lognormal(mu: 20, sigma: 30), .gamma(shape: 0.001, scale: .greatest),
      .exponential(mean: .greatest), .constant(.greatest), .uniform(low: .zero, high: .greatest),
    ]
    for law in wild {
      #expect(law.fault == nil)
      for draw in [Self.samples(law, 30), Self.samples(law, 31, residual: true)].joined() {
        #expect(draw >= 0 && draw <= SimulationDuration.greatest.seconds)
      }
    }
  }

  @Test func `a fault names the parameter`() {
    #expect(Distribution.exponential(mean: .zero).fault == "the mean 0s is not positive")
    #expect(Distribution.weibull(shape: -1, scale: .seconds(1)).fault == "the shape -1.0 is not positive")
    #expect(Distribution.gamma(shape: 1, scale: .zero).fault == "the scale 0s is not positive")
    #expect(Distribution.lognormal(mu: .nan, sigma: 1).fault == "mu nan is not finite")
    #expect(Distribution.lognormal(mu: 1, sigma: -1).fault == "sigma -1.0 is negative or not finite")
    #expect(Distribution.uniform(low: .seconds(2), high: .seconds(1)).fault == "the ends 2s and 1s are reversed")
    #expect(Distribution.constant(.seconds(-1)).fault == "the span -1s is negative")
    for (_, law) in Self.laws { #expect(law.fault == nil) }
  }

  @Test func `the first draws of each law are these nanoseconds on every machine`() {
    let draws = Self.laws.map { _, law in
      var stream = RandomStream(seed: 1, purpose: .clusterFailure, entity: 2)
      return law.sample(&stream).nanoseconds
    }
    #expect(
      draws == [
        30_175_569_662_489, 266_740_187_719, 60_882_454_513, 152_619_406, 91_488_011_756, 201_115_736_656_744,
        280_077_851_514, 754_182_693_243, 55_801_040_337, 8_954_364_430,
      ])
  }

  @Test(arguments: [0.0, 0.5, 3, 11.9, 12, 40, 1000])
  func `Poisson counts have GSL's probabilities`(mean: Double) {
    var stream = RandomStream(key: 77)
    let samples = (0..<4000).map { _ in stream.poisson(mean: mean) }
    // Cells of about a twentieth each.
    var chiSquare = 0.0
    var cells = 0
    var low = 0
    while low <= (samples.max() ?? 0) {
      var high = low
      var probability = gsl_ran_poisson_pdf(UInt32(low), mean)
      while probability < 0.05 && high < Int(mean + 10 * mean.squareRoot()) + 20 {
        high += 1
        probability += gsl_ran_poisson_pdf(UInt32(high), mean)
      }
      let expected = probability * Double(samples.count)
      let observed = Double(samples.filter { $0 >= low && $0 <= high }.count)
      if expected > 5 {
        chiSquare += (observed - expected) * (observed - expected) / expected
        cells += 1
      }
      low = high + 1
    }
    if cells > 1 { #expect(chiSquare < gsl_cdf_chisq_Pinv(0.999, Double(cells - 1))) }
    let error = max((mean / Double(samples.count)).squareRoot(), 1e-12)
    #expect((Double(samples.reduce(0, +)) / Double(samples.count) - mean).magnitude < 4 * error)
  }
}
