// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives
package import StrictCoding
import Synchronization

/// Random bytes that a seed repeats, so that a run can be compared with another. Never in a program.
package final class SeededRandom: RandomSource {
    private let generator: Mutex<SplitMix64>

    /// Starts at a seed.
    package init(seed: UInt64 = 1) {
        generator = Mutex(SplitMix64(seed: seed))
    }

    package func bytes(count: Int) -> Bytes {
        generator.withLock { generator in
            var bytes = Bytes()
            bytes.reserveCapacity(count)
            while bytes.count < count {
                var word = generator.next()
                for _ in 0..<min(8, count - bytes.count) {
                    bytes.append(UInt8(truncatingIfNeeded: word))
                    word >>= 8
                }
            }
            return bytes
        }
    }

    package func secret(count: Int) throws(SecretError) -> SecretBytes {
        try SecretBytes(copying: bytes(count: count).span)
    }
}
