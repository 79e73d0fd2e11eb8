// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct RoundTripTests {
    @Test func `what is written opens again, as a stream and at an offset`() throws {
        let identity = try X25519Identity.generate(random: SystemRandom())
        for count in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
            let plaintext = Bytes((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
            let sink = MemorySink()
            let writer = try AgeWriter(
                to: sink, recipients: [.x25519(identity.recipient)], random: SystemRandom())
            try writer.write(plaintext.span)
            try writer.finish()
            let file = try AgeFile(MemorySource(sink.bytes), identities: [identity])
            #expect(file.size == UInt64(count))
            #expect(try file.bytes(at: 0, count: count) == plaintext)
            let reader = try AgeStreamReader(
                MemorySource(sink.bytes).sequential(), identities: [identity])
            var buffer = Bytes(repeating: 0, count: count + 1)
            #expect(try reader.read(into: &buffer) == count)
            buffer.removeLast()
            #expect(buffer == plaintext)
        }
    }
}
