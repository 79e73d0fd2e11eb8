// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Random numbers that a seed repeats (SplitMix64). For tests; nothing secret is made from it.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Starts at a seed.
    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Whether one in `count` times.
    package mutating func oneIn(_ count: Int) -> Bool {
        Int.random(in: 0..<max(count, 1), using: &self) == 0
    }
}

/// Runs a property with many seeds and prints the one that failed; `KEEPSAKE_SEED` repeats a single one.
///
/// A failed `#expect` does not throw and so is not seen here: let the property use `#require`, or put the
/// seed it is handed into the comment of its expectations.
/// - Throws: what the property throws.
package func withSeeds(
    _ count: Int, from first: UInt64 = 1,
    _ property: (_ generator: inout SplitMix64, _ seed: UInt64) throws -> Void
) throws {
    var seeds = (0..<UInt64(max(count, 0))).map { first &+ $0 }
    if let chosen = ProcessInfo.processInfo.environment["KEEPSAKE_SEED"].flatMap({ UInt64($0) }) {
        seeds = [chosen]
    }
    for seed in seeds {
        var generator = SplitMix64(seed: seed)
        do {
            try property(&generator, seed)
        } catch {
            print("seed \(seed) failed; KEEPSAKE_SEED=\(seed) repeats it")
            throw error
        }
    }
}
