// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The import table of docs/ARCHITECTURE.md, as SwiftPM sees it. A module exists because it forbids an import that
// would be a design error; what forbids nothing is a folder.

import PackageDescription

/// In CI a warning is an error.
let strict: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

let settings: [SwiftSetting] =
  strict + [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
  ]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
    swiftSettings: settings)
}

/// The allocation kernels once more, compiled for one instruction set: the same sources, by links. SwiftPM refuses unsafe
/// flags in what a versioned dependency offers, so no library product may reach these targets; the executable, which
/// installs them, may. In a debug build they are optimised all the same: a vector operation is a call otherwise.
func instructionSet(
  _ name: String, _ dependencies: [Target.Dependency], condition: String, flags: [String]
) -> Target {
  #if arch(x86_64)
    let compiled: [SwiftSetting] = [
      .define(condition), .unsafeFlags(flags.flatMap { ["-Xcc", $0] }),
      .unsafeFlags(["-O"], .when(configuration: .debug)), .unsafeFlags(["-Ounchecked"], .when(configuration: .release)),
    ]
  #else
    // The targets are empty.
    let compiled: [SwiftSetting] = []
  #endif
  return .target(name: name, dependencies: dependencies, swiftSettings: settings + compiled)
}

/// A command for those who build the project; no product.
func testTool(_ name: String, _ dependencies: [Target.Dependency], path: String) -> Target {
  .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

/// A module of headers and C.
func cModule(_ name: String) -> Target { .target(name: name) }

let package = Package(
  name: "regatta",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "regatta", targets: ["regatta"]),
    .library(name: "Scheduling", targets: ["Scheduling"]),
    .library(name: "SchedulingPolicies", targets: ["SchedulingPolicies"]),
    .library(name: "FederationWorld", targets: ["FederationWorld"]),
    .library(name: "Experiments", targets: ["Experiments"]),
    .library(name: "ScenarioFormat", targets: ["ScenarioFormat"]),
    .library(name: "Reporting", targets: ["Reporting", "Results"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // Layer 0
    .systemLibrary(
      name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    module("Quantities"),
    cModule("VectorLanes"),
    module("AllocationKernels", ["VectorLanes"]),
    instructionSet(
      "AllocationKernelsV3", ["AllocationKernels", "VectorLanes"], condition: "KERNELS_V3",
      flags: ["-march=x86-64-v3"]),
    instructionSet(
      "AllocationKernelsV4", ["AllocationKernels", "VectorLanes"], condition: "KERNELS_V4",
      flags: ["-march=x86-64-v4", "-mprefer-vector-width=512"]),

    // Layer 1
    module("Randomness", ["CGSL", "Quantities"]),
    module("SimulationEngine", ["Quantities"]),
    module("FederationModel", ["Quantities"]),
    module("Statistics", ["CGSL", "Randomness"]),
    module("Results", ["Quantities", .product(name: "GRDB", package: "GRDB.swift")]),

    // Layer 2
    module("ScenarioFormat", ["FederationModel", "Quantities", "Yams"]),
    tests(of: "ScenarioFormat", ["FederationModel", "Quantities"]),
    module("InputModels", ["FederationModel", "Quantities", "Randomness"]),
    module("Scheduling", ["FederationModel", "Quantities", "Randomness"]),
    module("Reporting", ["Results", "Statistics", "Quantities"]),

    // Layer 3
    module("SchedulingPolicies", ["Scheduling", "AllocationKernels", "FederationModel", "Quantities", "Randomness"]),
    module(
      "FederationWorld",
      [
        "SimulationEngine", "Scheduling", "InputModels", "AllocationKernels", "FederationModel", "Quantities",
        "Randomness",
      ]),

    // Layer 4
    module(
      "RunMetrics",
      ["FederationWorld", "InputModels", "Scheduling", "FederationModel", "Results", "Randomness", "Quantities"]),
    module("Conformance", ["SchedulingPolicies", "Scheduling", "FederationModel", "Quantities", "AllocationKernels"]),

    module(
      "FailoverAnalysis",
      ["SchedulingPolicies", "Scheduling", "InputModels", "FederationModel", "Quantities", "Randomness"]),

    // Layer 5
    module(
      "Experiments",
      [
        "RunMetrics", "FederationWorld", "Results", "SchedulingPolicies", "Scheduling", "InputModels",
        "FederationModel",
        "SimulationEngine", "Statistics", "Randomness", "Quantities",
      ]),
    module(
      "ScenarioAnswers",
      [
        "Experiments", "RunMetrics", "FailoverAnalysis", "Reporting", "Results", "ScenarioFormat", "FederationModel",
        "Quantities",
      ]),

    module(
      "RatioBenchmarks",
      [
        "AllocationKernels", "SimulationEngine", "FederationWorld", "ScenarioFormat", "SchedulingPolicies",
        "Scheduling",
        "FederationModel", "Randomness", "Quantities",
      ]),
    module(
      "SchedulerPlugins",
      [
        "Experiments", "Results", "ScenarioFormat", "SchedulingPolicies", "Scheduling", "FederationModel",
        "Randomness", "Quantities",
      ]),

    // Layer 6
    .executableTarget(
      name: "regatta",
      dependencies: [
        "RatioBenchmarks", "AllocationKernels", "AllocationKernelsV3", "AllocationKernelsV4",
        "Experiments", "RunMetrics", "FederationWorld", "Results", "Reporting", "Conformance", "FailoverAnalysis",
        "ScenarioAnswers", "SchedulerPlugins", "ScenarioFormat", "SchedulingPolicies", "Scheduling", "InputModels",
        "FederationModel", "Statistics", "Randomness", "Quantities",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // Tests of layers 0 and 1
    tests(of: "Quantities"),
    .target(
      name: "KernelChecks", dependencies: ["AllocationKernels"], path: "Tests/KernelChecks", swiftSettings: settings),
    testTool(
      "kernel-check", ["KernelChecks", "AllocationKernels", "AllocationKernelsV3", "AllocationKernelsV4"],
      path: "Tests/KernelCheckCommand"),
    tests(of: "AllocationKernels", ["AllocationKernelsV3", "AllocationKernelsV4", "KernelChecks"]),
    tests(of: "Randomness", ["Quantities", "CGSL"]),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    tests(of: "SimulationEngine", ["AllocationCounter", "Quantities", "Randomness", "Statistics"]),
    tests(of: "FederationModel"),
    tests(of: "Statistics", ["CGSL", "Randomness"], exclude: ["method.json"]),
    tests(of: "Results", ["TestSupport", "Quantities", .product(name: "GRDB", package: "GRDB.swift")]),

    // Tests of layers 2 to 4
    .target(name: "BrowserSupport", path: "Tests/BrowserSupport", swiftSettings: settings),
    tests(of: "Reporting", ["BrowserSupport", "Results", "Statistics"]),
    tests(of: "Scheduling", ["FederationModel", "Quantities"]),
    tests(
      of: "SchedulingPolicies", ["AllocationKernels", "Scheduling", "FederationModel", "Quantities", "Randomness"]),
    tests(of: "Conformance", exclude: ["Vectors"]),
    tests(
      of: "FailoverAnalysis", ["TestSupport", "FederationWorld", "ScenarioFormat", "FederationModel", "Quantities"]),
    .target(
      name: "TestSupport",
      dependencies: [
        "FederationWorld", "SchedulingPolicies", "Scheduling", "FederationModel", "Randomness", "Quantities",
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    tests(of: "InputModels", ["TestSupport", "FederationModel", "Randomness", "Quantities"]),
    tests(
      of: "FederationWorld",
      [
        "TestSupport", "InputModels", "SchedulingPolicies", "Scheduling", "SimulationEngine",
        "FederationModel",
        "Randomness", "Quantities",
      ]),
    tests(
      of: "RunMetrics",
      [
        "TestSupport", "FederationWorld", "InputModels", "Results", "SchedulingPolicies", "Scheduling",
        "FederationModel", "Randomness", "Statistics", "Quantities",
      ]),

    // Tests of the whole
    tests(of: "RatioBenchmarks", ["AllocationKernels", "AllocationKernelsV3", "AllocationKernelsV4"]),
    tests(of: "Experiments", ["RunMetrics", "FederationModel", "Results", "Quantities"]),
    tests(
      of: "ScenarioAnswers",
      ["Experiments", "RunMetrics", "Reporting", "Results", "ScenarioFormat", "FederationModel", "Quantities"]),
    tests(
      of: "SchedulerPlugins",
      [
        "Experiments", "RunMetrics", "Results", "ScenarioFormat", "SchedulingPolicies", "Scheduling",
        "FederationModel", "Randomness", "Quantities",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "regatta", "Experiments", "Results", "FederationModel", "Quantities", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "AcceptanceTests",
      dependencies: [
        "BrowserSupport", "regatta", "Experiments", "RunMetrics", "FederationWorld", "ScenarioAnswers",
        "ScenarioFormat", "SchedulingPolicies", "Scheduling", "FederationModel", "Results", "Randomness", "Quantities",
      ],
      exclude: ["Goldens"], swiftSettings: settings),
    .testTarget(name: "ArchitectureTests", swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
