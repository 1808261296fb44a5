// SPDX-License-Identifier: GPL-3.0-or-later

import CGSL

/// GSL aborts the process on an error unless its handler is off.
enum GSL {
  private static let handlerIsOff: Bool = {
    gsl_set_error_handler_off()
    return true
  }()

  /// To be called before GSL is.
  static func quiet() { precondition(handlerIsOff, "the GSL error handler is on") }
}
