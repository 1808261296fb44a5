// SPDX-License-Identifier: GPL-3.0-or-later

@preconcurrency import Dispatch
import Experiments
import Synchronization

/// Progress on standard error: a bar that redraws itself for people, a line every ten seconds for logs.
final class ProgressDisplay: Sendable {
  private struct State {
    var progress = ParallelRunner.Progress(done: 0, total: 0, events: 0)
    var resumed = 0
    var lastLine = ContinuousClock.now
    var hasBar = false
  }

  private let state = Mutex(State())
  private let start = ContinuousClock.now
  private let isQuiet: Bool
  private let isTerminal = StandardError.isTerminal
  private let timer: any DispatchSourceTimer

  /// A display; a quiet one shows nothing.
  init(isQuiet: Bool) {
    self.isQuiet = isQuiet
    timer = DispatchSource.makeTimerSource(queue: .global())
    timer.schedule(deadline: .now() + 1, repeating: 1)
    timer.setEventHandler { [weak self] in self?.draw(isForced: false) }
    if !isQuiet { timer.resume() }
  }

  deinit {
    // A suspended source must not be released.
    if isQuiet { timer.resume() }
    timer.cancel()
  }

  /// Takes the latest state.
  func update(_ progress: ParallelRunner.Progress) {
    state.withLock {
      if $0.progress.total == 0 { $0.resumed = progress.done }
      $0.progress = progress
    }
    if isTerminal { draw(isForced: false) }
  }

  /// Draws for the last time and leaves the line.
  func finish() {
    timer.cancel()
    guard !isQuiet else { return }
    draw(isForced: true)
    if isTerminal && state.withLock({ $0.hasBar }) { StandardError.writeRaw("\n") }
  }

  private func draw(isForced: Bool) {
    guard !isQuiet else { return }
    let text: String? = state.withLock { state in
      guard state.progress.total > 0 else { return nil }
      let now = ContinuousClock.now
      if isTerminal {
        state.hasBar = true
        return "\r" + Self.bar(state.progress) + " " + line(state) + "\u{1B}[K"
      }
      guard isForced || now - state.lastLine >= .seconds(10) else { return nil }
      state.lastLine = now
      return line(state) + "\n"
    }
    if let text { StandardError.writeRaw(text) }
  }

  private func line(_ state: State) -> String {
    let progress = state.progress
    let spent = (ContinuousClock.now - start) / .seconds(1)
    var text = "\(progress.done) of \(progress.total) runs, \(Self.grouped(progress.events)) events"
    text += ", \(Self.span(spent))"
    let made = progress.done - state.resumed
    if made > 0 && progress.done < progress.total {
      text += ", about \(Self.span(spent / Double(made) * Double(progress.total - progress.done))) left"
    }
    return text
  }

  static func bar(_ progress: ParallelRunner.Progress) -> String {
    let width = 24
    let filled = progress.done * width / max(progress.total, 1)
    return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "]"
  }

  static func span(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }
}
