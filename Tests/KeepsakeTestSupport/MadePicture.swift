// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A picture that is made here and nowhere copied from.
package enum MadePicture {
    /// A baseline JPEG of 16 by 8 pixels: its left half black, its right half grey.
    package static let jpeg: Bytes = {
        // Quantisation of ones, the shortest Huffman tables that code what is needed, two blocks.
        var bytes: Bytes = [0xFF, 0xD8]
        bytes += [0xFF, 0xDB, 0, 67, 0] + Bytes(repeating: 8, count: 64)
        bytes += [0xFF, 0xC0, 0, 11, 8, 0, 8, 0, 16, 1, 1, 0x11, 0]
        // Differences of 0 and of 8 bits: codes 0 and 10. End of block: code 0.
        bytes += [0xFF, 0xC4, 0, 21, 0, 1, 1] + Bytes(repeating: 0, count: 14) + [0, 7]
        bytes += [0xFF, 0xC4, 0, 20, 0x10, 1] + Bytes(repeating: 0, count: 15) + [0]
        bytes += [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0]
        // Block 1: a difference of -127 (10, then seven bits of 0), end; block 2: +100 (10, 1100100), end.
        var bits: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0]
        while bits.count % 8 != 0 { bits.append(1) }
        for start in stride(from: 0, to: bits.count, by: 8) {
            bytes.append(bits[start..<start + 8].reduce(0) { $0 << 1 | $1 })
        }
        return bytes + [0xFF, 0xD9]
    }()
}
