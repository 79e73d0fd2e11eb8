// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives
import StrictCoding

/// Makes passphrases that nobody can guess.
package enum PassphraseMaker {
    /// Words in a passphrase. Each is one of 2,048, so six hold 66 bits.
    package static let wordCount = 6

    /// Six words with hyphens between them, each drawn evenly from the list: 66 bits.
    ///
    /// With scrypt's work factor 18 in front, trying all takes longer than anybody has.
    /// - Throws: `SecretError.allocationFailed`.
    package static func passphrase(random: any RandomSource) throws(SecretError) -> SecretBytes {
        // Two bytes for each word; 2,048 divides 65,536, so no word is likelier than another.
        let numbers = try random.secret(count: 2 * wordCount)
        let indices = (0..<wordCount).map { position in
            numbers.withSpan { Int($0[2 * position]) << 8 | Int($0[2 * position + 1]) }
        }
        return try joined(indices)
    }
}

extension PassphraseMaker {
    /// The words with hyphens between them, written straight into guarded memory.
    private static func joined(_ indices: [Int]) throws(SecretError) -> SecretBytes {
        let words = indices.map { KeyWords.list[$0 % KeyWords.listCount] }
        let count = words.reduce(words.count - 1) { $0 + $1.utf8.count }
        return try SecretBytes(count: count) { target throws(SecretError) in
            var offset = 0
            for word in words {
                if offset > 0 {
                    target[offset] = UInt8(ascii: "-")
                    offset += 1
                }
                for byte in word.utf8 {
                    target[offset] = byte
                    offset += 1
                }
            }
        }
    }
}
