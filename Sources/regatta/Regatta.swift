// SPDX-License-Identifier: GPL-3.0-or-later

import ArgumentParser

/// The command line.
@main
struct Regatta: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regatta", abstract: "Races federation schedulers over one simulated fleet of Kubernetes clusters.")
}
