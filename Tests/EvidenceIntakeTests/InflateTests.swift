// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Our unpacking beside zlib's, by the one that Python has.
@Suite struct InflateTests {
    /// Random texts, packed in every way that zlib has; each line is the packed bytes and what they are.
    static let script = """
        import random, zlib
        chance = random.Random(20261123)
        for number in range(120):
            kind = number % 6
            size = chance.choice([0, 1, 2, 100, 700, 3000])
            if kind == 0: text = chance.randbytes(size)
            elif kind == 1: text = bytes(chance.choice(b"ab") for _ in range(size))
            elif kind == 2: text = (b"so it was said, %d " % number) * (size // 20)
            elif kind == 3: text = bytes(size)
            elif kind == 4: text = bytes(min(255, int(chance.expovariate(0.05))) for _ in range(size))
            else:
                text = chance.randbytes(size // 2)
                text += text[:size // 3]
            packer = zlib.compressobj(number % 10, zlib.DEFLATED, -chance.randrange(9, 16),
                                      chance.randrange(1, 10), chance.randrange(5))
            packed = packer.compress(text[:size // 2])
            if number % 3 == 0: packed += packer.flush(chance.choice([zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH]))
            packed += packer.compress(text[size // 2:]) + packer.flush()
            print(packed.hex() or "-", text.hex() or "-")
        """

    static func streams() throws -> [(packed: Bytes, text: Bytes)] {
        let run = try StockTool.run(["python3", "-c", script])
        guard run.status == 0 else { throw StockToolMissing("python3: " + run.output) }
        return run.output.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ").map { $0 == "-" ? "" : String($0) }
            guard parts.count == 2, let packed = Hex.decode(parts[0]),
                let text = Hex.decode(parts[1])
            else { return nil }
            return (packed, text)
        }
    }

    @Test func `what zlib packed is unpacked to the same, and to no byte more than is allowed`()
        throws
    {
        let streams = try Self.streams()
        #expect(streams.count == 120)
        for (number, stream) in streams.enumerated() {
            let size = stream.text.count
            #expect(Inflate.bytes(stream.packed, maximum: size) == stream.text, "\(number)")
            #expect(Inflate.bytes(stream.packed, maximum: size + 1000) == stream.text)
            if size > 0 { #expect(Inflate.bytes(stream.packed, maximum: size - 1) == nil) }
            #expect(Inflate.bytes(Bytes(stream.packed.dropLast()), maximum: size) == nil)
        }
    }

    @Test func `damaged streams end, within their bound`() throws {
        let streams = try Self.streams()
        var random = SplitMix64(seed: 20_261_123)
        for stream in streams where !stream.packed.isEmpty {
            for _ in 0..<2 {
                var damaged = stream.packed
                for _ in 0..<3 {
                    let place = Int(random.next() % UInt64(damaged.count))
                    damaged[place] = UInt8(truncatingIfNeeded: random.next())
                }
                if let text = Inflate.bytes(damaged, maximum: 50_000) {
                    #expect(text.count <= 50_000)
                }
            }
        }
        // A bomb: a thousand to one.
        let run = try StockTool.run([
            "python3", "-c",
            "import zlib; c = zlib.compressobj(9, zlib.DEFLATED, -15); "
                + "print((c.compress(bytes(10_000_000)) + c.flush()).hex())",
        ])
        let bomb = try #require(
            Hex.decode(run.output.split(separator: "\n").first.map(String.init) ?? ""))
        #expect(bomb.count > 9000 && Inflate.bytes(bomb, maximum: 1 << 16) == nil)
    }
}
