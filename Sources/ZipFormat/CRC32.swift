// SPDX-License-Identifier: Apache-2.0

/// The CRC-32 that ZIP uses (polynomial edb88320, reflected), over bytes that come in parts.
///
/// It finds accidents, not intent: nothing may rely on it where somebody could want it to match.
package struct CRC32: Sendable {
    static let polynomial: UInt32 = 0xedb8_8320

    /// Sixteen tables of 256: `tables[256 * k + b]` is the effect of byte `b` when `k` more follow.
    private static let tables: ContiguousArray<UInt32> = {
        var tables = ContiguousArray<UInt32>(repeating: 0, count: 16 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ polynomial : value >> 1 }
            tables[byte] = value
        }
        for index in 256..<(16 * 256) {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 255)]
        }
        return tables
    }()

    private var state: UInt32 = 0xffff_ffff

    /// Starts with nothing seen.
    package init() {}

    /// The CRC of everything so far; 0 for nothing.
    package var value: UInt32 { ~state }

    /// Takes more bytes, sixteen at a time.
    package mutating func update(_ bytes: Span<UInt8>) {
        let held = CRC32.tables
        let table = held.span
        var crc = state
        var index = 0
        while bytes.count - index >= 16 {
            let part = bytes.extracting(index..<(index + 16))
            let first = UInt32(part[0]) | UInt32(part[1]) << 8
            let word = crc ^ (first | UInt32(part[2]) << 16 | UInt32(part[3]) << 24)
            var next = table[3840 + Int(word & 255)] ^ table[3584 + Int(word >> 8 & 255)]
            next ^= table[3328 + Int(word >> 16 & 255)] ^ table[3072 + Int(word >> 24)]
            next ^= table[2816 + Int(part[4])] ^ table[2560 + Int(part[5])]
            next ^= table[2304 + Int(part[6])] ^ table[2048 + Int(part[7])]
            next ^= table[1792 + Int(part[8])] ^ table[1536 + Int(part[9])]
            next ^= table[1280 + Int(part[10])] ^ table[1024 + Int(part[11])]
            next ^= table[768 + Int(part[12])] ^ table[512 + Int(part[13])]
            crc = next ^ table[256 + Int(part[14])] ^ table[Int(part[15])]
            index += 16
        }
        while index < bytes.count {
            crc = crc >> 8 ^ table[Int((crc ^ UInt32(bytes[index])) & 255)]
            index += 1
        }
        state = crc
    }

    /// The CRC of bytes that are at hand.
    package static func value(of bytes: Span<UInt8>) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }
}
