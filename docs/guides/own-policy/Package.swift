// swift-tools-version: 6.2
// SPDX-License-Identifier: GPL-3.0-or-later

import PackageDescription

// A policy of one's own beside the ones that are built in. Copy the folder and let the path lead to Regatta.
let package = Package(
  name: "own-policy",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "regatta", path: "../../..")],
  targets: [
    .executableTarget(
      name: "race",
      dependencies: [
        .product(name: "Scheduling", package: "regatta"),
        .product(name: "SchedulingPolicies", package: "regatta"),
        .product(name: "Experiments", package: "regatta"),
        .product(name: "ScenarioFormat", package: "regatta"),
        .product(name: "Reporting", package: "regatta"),
      ])
  ]
)
