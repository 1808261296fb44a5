// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// The CPU time of the calling thread: what it worked, whatever else the machine did.
public enum ThreadClock {
  /// Nanoseconds since the thread began.
  public static var nanoseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
