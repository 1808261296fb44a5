// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Results
import Testing

private let hasPython = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
  FileManager.default.isExecutableFile(atPath: "\($0)/python3")
}

/// Scheduler programs through the built program, as their writers use it.
@Suite(.serialized, .enabled(if: hasPython, "python3 is not installed"))
struct SchedulerProgramTests {
  private func records(_ folder: Folder, _ out: String = "out") throws -> [RunRecord] {
    try RunsFile.read("\(folder.path)/\(out)/runs.jsonl").records
  }

  @Test func `from plugin init to a verdict against Karmada in three commands`() throws {
    let folder = try Folder()
    let begun = try Program.run(["plugin", "init", "python", "my-scheduler"], in: folder.path)
    #expect(begun.status == 0, "\(begun.errors)")
    let tested = try Program.run(["plugin", "test", "--", "python3", "my-scheduler/scheduler.py"], in: folder.path)
    #expect(tested.status == 0, "\(tested.output)\(tested.errors)")
    #expect(tested.output.contains("speed: 1000 clusters: a round trip takes"))
    let raced = try Program.run(["run", "my-scheduler", "--seeds", "0..5", "--out", "out"], in: folder.path)
    #expect(raced.status == 0, "\(raced.errors)")
    #expect(raced.output.contains("karmada") && raced.output.contains("mine"))
    let made = try records(folder)
    #expect(made.count == 12)
    #expect(made.filter { $0.contender == "mine" }.allSatisfy { $0.detail?.scheduler?.faults == [] })
    let again = try Program.run(["plugin", "init", "python", "my-scheduler"], in: folder.path)
    #expect(again.status == 2)
  }

  @Test func `a program that is changed is another scenario, not a stale record`() throws {
    let folder = try Folder()
    _ = try Program.run(["plugin", "init", "python", "mine"], in: folder.path)
    let command = ["run", "mine", "--seeds", "0", "--out", "out", "-q"]
    #expect(try Program.run(command, in: folder.path).status == 0)
    try folder.write(try folder.text("mine/scheduler.py") + "# changed\n", to: "mine/scheduler.py")
    let second = try Program.run(command, in: folder.path)
    #expect(second.status == 2)
    #expect(second.errors.contains("another state of the scenario"), "\(second.errors)")
  }

  @Test func `the example in Python races Karmada and KubeFed`() throws {
    let folder = try Folder()
    let result = try Program.run([
      "run", "Scenarios/plugins/round-robin.yaml", "--seeds", "0,1", "--out", "\(folder.path)/out", "-q",
      "--strict-plugins",
    ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try records(folder).count == 6)
  }

  @Test func `StaticWeight built in and in Python are one run, with one job and with many, recorded and repeated`()
    throws
  {
    let folder = try Folder()
    let scenario = "Scenarios/plugins/static-weight.yaml"
    for (jobs, name) in [("1", "one"), ("3", "many")] {
      let result = try Program.run([
        "run", scenario, "--contender", "built-in", "--contender", "python", "--seeds", "0..3", "--jobs", jobs, "--out",
        "\(folder.path)/\(name)", "--record", "\(folder.path)/\(name).jsonl", "-q",
      ])
      #expect(result.status == 0, "\(result.errors)")
    }
    let made = try records(folder, "one")
    for seed in 0..<4 {
      let digests = made.filter { $0.seed == seed }.map(\.digest)
      #expect(digests.count == 2 && digests[0] == digests[1], "seed \(seed)")
    }
    #expect(try records(folder, "many") == made)
    #expect(try folder.bytes("one.jsonl") == folder.bytes("many.jsonl"))
    // The same where there is no such program.
    let text = try String(contentsOfFile: "\(Program.root)/\(scenario)", encoding: .utf8)
    try folder.write(text.replacing("[python3, static_weight.py]", with: "[no-such-program]"), to: "gone.yaml")
    let repeated = try Program.run(
      [
        "run", "gone.yaml", "--contender", "python", "--seeds", "0..3", "--out", "again", "--replay", "one.jsonl", "-q",
      ], in: folder.path)
    #expect(repeated.status == 0, "\(repeated.errors)")
    #expect(try records(folder, "again").map(\.digest) == made.filter { $0.contender == "python" }.map(\.digest))
    let other = try Program.run(
      [
        "run", "gone.yaml", "--contender", "python", "--seeds", "0", "--out", "other", "--replay", "one.jsonl", "-q",
        "--load", "0.7",
      ], in: folder.path)
    #expect(other.status == 1)
    #expect(other.errors.contains("recorded is"), "\(other.errors)")
  }

  private func faulty(_ folder: Folder) throws {
    _ = try Program.run(["plugin", "init", "python", "mine"], in: folder.path)
    let text = try folder.text("mine/scheduler.py")
    try folder.write(
      text.replacing("return {\"assign\": assigned,", with: "return {\"assign\": {},"), to: "mine/scheduler.py")
  }

  @Test func `a faulty program is said, ranks last, and fails the command only when that is asked for`() throws {
    let folder = try Folder()
    try faulty(folder)
    let lenient = try Program.run(["run", "mine", "--seeds", "0..1", "--out", "out", "-q"], in: folder.path)
    #expect(lenient.status == 0, "\(lenient.errors)")
    #expect(lenient.errors.contains("mine: 20 scheduler faults in 2 of 2 runs, disqualified in 2; wrongTotal"))
    #expect(lenient.output.contains("Scheduler programs"))
    #expect(try folder.text("out/report.md").contains("Scheduler programs"))
    #expect(try folder.text("out/report.html").contains("id=\"programs\""))
    let strict = try Program.run(
      ["run", "mine", "--seeds", "0..1", "--out", "out", "-q", "--strict-plugins"], in: folder.path)
    #expect(strict.status == 4, "\(strict.errors)")
  }

  @Test func `a program that cannot be started is wrong input, before anything runs`() throws {
    let folder = try Folder()
    _ = try Program.run(["plugin", "init", "python", "mine"], in: folder.path)
    try folder.write(
      try folder.text("mine/scenario.yaml").replacing("[python3, scheduler.py]", with: "[./not-there]"),
      to: "mine/scenario.yaml")
    let result = try Program.run(["run", "mine", "--out", "out"], in: folder.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("mine: ./not-there: it could not be started: there is no such program"))
  }

  /// Processes whose working folder is the one of the program.
  private func survivors(_ folder: Folder) -> [String] {
    let here = URL(fileURLWithPath: "\(folder.path)/mine").resolvingSymlinksInPath().path
    return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter {
      Int($0) != nil && (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/cwd")) == here
    }
  }

  @Test(arguments: [SIGINT, SIGKILL]) func `nothing is left when the command is stopped`(signal: Int32) throws {
    let folder = try Folder()
    _ = try Program.run(["plugin", "init", "python", "mine"], in: folder.path)
    let text = try folder.text("mine/scheduler.py")
    try folder.write(
      text.replacing("assigned = place(", with: "import time; time.sleep(1000)\n    assigned = place("),
      to: "mine/scheduler.py")
    let scenario = try folder.text("mine/scenario.yaml")
    try folder.write(
      scenario.replacing("scheduler.py]}", with: "scheduler.py], reply: 1h}"), to: "mine/scenario.yaml")
    let running = try Program.start(
      try Program.path(),
      ["run", "mine", "--seeds", "0..1", "--jobs", "2", "--out", "out", "--record", "record.jsonl", "-q"],
      in: folder.path)
    // Until both runs wait for their program; the preflight's process is one of them.
    while running.process.isRunning, survivors(folder).count < 4 { usleep(20_000) }
    kill(running.process.processIdentifier, signal)
    let result = try Program.finish(running)
    if signal == SIGINT { #expect(result.status == 130, "\(result.errors)") }
    var looks = 0
    while !survivors(folder).isEmpty, looks < 250 {
      usleep(20_000)
      looks += 1
    }
    #expect(survivors(folder) == [])
    if signal == SIGINT {
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(files.filter { $0.contains("partial") } == [])
    }
  }

  @Test func `explain run shows the program's own words, from a recording too`() throws {
    let folder = try Folder()
    _ = try Program.run(["plugin", "init", "python", "mine"], in: folder.path)
    let raced = try Program.run(
      ["run", "mine", "--seeds", "0", "--out", "out", "--record", "record.jsonl", "-q"], in: folder.path)
    #expect(raced.status == 0, "\(raced.errors)")
    let question = [
      "explain", "run", "out", "--contender", "mine", "--seed", "0", "--at", "1h10m", "--workload", "shop/web-03",
    ]
    let live = try Program.run(question, in: folder.path)
    #expect(live.status == 0, "\(live.errors)")
    #expect(live.output.contains("kept what runs, shared the rest out by room"), "\(live.output)")
    let replayed = try Program.run(question + ["--replay", "record.jsonl"], in: folder.path)
    #expect(replayed.status == 0, "\(replayed.errors)")
    #expect(replayed.output == live.output)
  }
}
