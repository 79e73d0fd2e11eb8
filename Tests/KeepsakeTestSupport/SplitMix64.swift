// SPDX-License-Identifier: Apache-2.0

import Foundation
package import StrictCoding

/// Random numbers that a seed repeats (SplitMix64). For tests; nothing secret is made from it.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    /// What it began with: to be said with every failure.
    package let seed: UInt64
    private var state: UInt64

    /// Starts at a seed.
    package init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number from 0 to below `bound`; 0 where that is no range.
    package mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<max(1, bound), using: &self)
    }

    /// Any byte.
    package mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }

    /// So many bytes of any value.
    package mutating func bytes(_ count: Int) -> Bytes {
        var bytes = Bytes()
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            var word = next()
            for _ in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
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
