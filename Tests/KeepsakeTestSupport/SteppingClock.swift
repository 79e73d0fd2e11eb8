// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
import Synchronization

/// A clock that moves by the same step at each look, so that a run can be repeated.
package final class SteppingClock: WallClock {
    private struct Reading {
        var next: Int64
        var step: Int64
    }

    private let reading: Mutex<Reading>

    /// Starts at 2026-11-22T18:40:00.000Z unless told otherwise; the step is in milliseconds.
    package init(start: Int64 = 1_795_372_800_000, step: Int64 = 1000) {
        reading = Mutex(Reading(next: start, step: step))
    }

    package func now() -> Timestamp {
        reading.withLock { reading in
            defer { reading.next &+= reading.step }
            return Timestamp(milliseconds: reading.next)
        }
    }

    /// What the next look will see, in milliseconds since 1970; also backwards.
    package func set(_ milliseconds: Int64) {
        reading.withLock { $0.next = milliseconds }
    }

    /// Moves the clock by so many milliseconds, also backwards.
    package func move(by milliseconds: Int64) {
        reading.withLock { $0.next &+= milliseconds }
    }
}
