// SPDX-License-Identifier: GPL-3.0-or-later

/// Names one scheduled event, so that it can be cancelled; valid only for the simulation that gave it.
///
/// A slot is used again after its event is gone; the generation tells the uses apart (it wraps after 2^32 uses of one
/// slot).
@frozen
public struct EventID: Hashable, Sendable, BitwiseCopyable {
  /// The place of the payload.
  @usableFromInline let slot: UInt32
  /// Which use of that place.
  @usableFromInline let generation: UInt32

  @inlinable
  init(slot: UInt32, generation: UInt32) {
    self.slot = slot
    self.generation = generation
  }

  /// Names no event: cancelling it answers false.
  @inlinable public static var none: EventID { EventID(slot: .max, generation: .max) }
}
