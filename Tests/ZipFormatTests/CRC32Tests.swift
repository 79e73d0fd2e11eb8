// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing
import ZipFormat

@Suite struct CRC32Tests {
    /// One bit at a time, as the definition says.
    private func plain(_ bytes: Bytes) -> UInt32 {
        var crc: UInt32 = 0xffff_ffff
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
        }
        return ~crc
    }

    private func random(_ count: Int, _ generator: inout SplitMix64) -> Bytes {
        Bytes((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    @Test func `known values`() {
        #expect(CRC32().value == 0)
        #expect(CRC32.value(of: Bytes(text: "123456789").span) == 0xcbf4_3926)
        #expect(
            CRC32.value(of: Bytes(text: "The quick brown fox jumps over the lazy dog").span)
                == 0x414f_a339)
    }

    @Test func `every length gives what the definition gives`() {
        var generator = SplitMix64(seed: 1)
        for count in 0..<100 {
            let bytes = random(count, &generator)
            #expect(CRC32.value(of: bytes.span) == plain(bytes))
        }
    }

    @Test func `parts of any length give the same as the whole`() {
        var generator = SplitMix64(seed: 2)
        let bytes = random(1000, &generator)
        let whole = CRC32.value(of: bytes.span)
        for _ in 0..<50 {
            var crc = CRC32()
            var position = 0
            while position < bytes.count {
                let end = min(bytes.count, position + Int.random(in: 0...40, using: &generator))
                crc.update(bytes.span.extracting(position..<end))
                position = end
            }
            #expect(crc.value == whole)
        }
    }

    @Test func `combining two values gives the value of both parts`() {
        var generator = SplitMix64(seed: 3)
        let bytes = random(700, &generator)
        let whole = CRC32.value(of: bytes.span)
        for cut in stride(from: 0, through: 700, by: 7) {
            let first = CRC32.value(of: bytes.span.extracting(0..<cut))
            let second = CRC32.value(of: bytes.span.extracting(cut..<700))
            #expect(CRC32.combine(first, second, secondSize: UInt64(700 - cut)) == whole)
        }
        // Zeros, more than 4 GiB of them: known from another implementation.
        #expect(CRC32.value(ofZeros: 1 << 16) == 0xd797_8eeb)
        #expect(
            CRC32.combine(7, 9, secondSize: .max)
                == CRC32.combine(7, 9, secondSize: .max % 0xffff_ffff))
    }
}
