// SPDX-License-Identifier: Apache-2.0

extension CRC32 {
    /// `powers[n]` is x to the power 2^n, modulo the polynomial, in reflected bits. The order of x is
    /// 2^32 - 1, so that after 32 of them they begin again.
    private static let powers: ContiguousArray<UInt32> = {
        var powers: ContiguousArray<UInt32> = [1 << 30]
        for _ in 1..<32 {
            let last = powers[powers.count - 1]
            powers.append(product(last, last))
        }
        return powers
    }()

    /// The CRC of two parts one after the other, from the CRC of each and the size of the second.
    ///
    /// Lets parts of a file be taken on several cores, or a known head be joined to a new tail.
    package static func combine(_ first: UInt32, _ second: UInt32, secondSize: UInt64) -> UInt32 {
        // Appending n bytes multiplies the first CRC by x to the power 8n.
        var shift: UInt32 = 1 << 31
        for bit in 0..<64 where secondSize >> UInt64(bit) & 1 == 1 {
            shift = product(powers[(bit + 3) % 32], shift)
        }
        return product(shift, first) ^ second
    }

    /// The product of two polynomials of degree below 32, modulo the polynomial.
    private static func product(_ left: UInt32, _ right: UInt32) -> UInt32 {
        var sum: UInt32 = 0
        var term = right
        var bit: UInt32 = 1 << 31
        while bit != 0 {
            if left & bit != 0 { sum ^= term }
            term = term & 1 == 1 ? term >> 1 ^ polynomial : term >> 1
            bit >>= 1
        }
        return sum
    }
}
