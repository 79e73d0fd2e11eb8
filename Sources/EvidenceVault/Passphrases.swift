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
        var count = wordCount - 1
        for position in 0..<wordCount {
            count += numbers.withSpan { word(position, $0).utf8.count }
        }
        return try numbers.withSpan { numbers throws(SecretError) in
            try SecretBytes(count: count) { target throws(SecretError) in
                var offset = 0
                for position in 0..<wordCount {
                    if position > 0 {
                        target[offset] = UInt8(ascii: "-")
                        offset += 1
                    }
                    for byte in word(position, numbers).utf8 {
                        target[offset] = byte
                        offset += 1
                    }
                }
            }
        }
    }

    /// The word of the list that two of the random bytes stand for.
    private static func word(_ position: Int, _ numbers: Span<UInt8>) -> String {
        let number = Int(numbers[2 * position]) << 8 | Int(numbers[2 * position + 1])
        return KeyWords.list[number % KeyWords.listCount]
    }
}
