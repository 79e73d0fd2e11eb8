// SPDX-License-Identifier: Apache-2.0

import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing
import TransparencyLog

@Suite struct CommitTests {
    private let note = Bytes(text: "keepsake/0011\n3\nAAAA\n\n\u{2014} keepsake/0011 AAAA\n")

    private func digest(_ byte: UInt8) -> Digest {
        Digest(Bytes(repeating: byte, count: 32)) ?? .zero
    }

    private func folded() -> Commit {
        Commit(
            segment: digest(9),
            parts: [
                Commit.Part(
                    first: 2, leaves: [digest(1)], frontier: [digest(2), digest(3)], note: note),
                Commit.Part(
                    first: 3, leaves: [digest(4), digest(5)], frontier: [digest(6), digest(7)],
                    note: note),
            ])
    }

    @Test func `a folded commit repeats the part from leaf to note`() throws {
        let bytes = folded().encoded()
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("keepsake commit v1\nsegment 0909"))
        #expect(text.contains("\nfirst 2\nleaf AQEB"))
        #expect(text.contains("AAAA\n\nleaf BAQE"))
        let read = try Commit(parsing: bytes.span)
        #expect(read == folded() && read.count == 3 && read.parts[1].size == 5)
    }

    @Test func `one value has one encoding`() throws {
        let bytes = folded().encoded()
        for (index, byte) in bytes.enumerated() {
            for other in [byte ^ 1, UInt8(ascii: "\n"), UInt8(ascii: " "), 0xff] where other != byte
            {
                var changed = bytes
                changed[index] = other
                guard let read = try? Commit(parsing: changed.span) else { continue }
                #expect(read.encoded() == changed)
            }
            var shorter = bytes
            shorter.remove(at: index)
            if let read = try? Commit(parsing: shorter.span) { #expect(read.encoded() == shorter) }
            let cut = bytes.slice(0..<index)
            if let read = try? Commit(parsing: cut.span) { #expect(read.encoded() == cut) }
        }
    }

    @Test func `numbers that would overflow are refused`() {
        for first in ["18446744073709551615", "9007199254740991", "-1", "01", "+1", ""] {
            let text =
                "keepsake commit v1\nsegment \(Digest.zero.hex)\nfirst \(first)\nleaf \(Digest.zero.base64)\n\n"
            let bytes = Bytes(text: text) + note
            #expect(throws: CommitError.self) { try Commit(parsing: bytes.span) }
        }
    }

    @Test func `a commit beyond the limit is refused`() {
        let bytes = Bytes(repeating: UInt8(ascii: "\n"), count: 4 << 20 + 1)
        #expect(throws: CommitError.tooLarge) { try Commit(parsing: bytes.span) }
    }

    @Test func `random text never traps`() {
        let random = SeededRandom(seed: 11)
        let bytes = folded().encoded()
        for _ in 0..<400 {
            var changed = bytes
            for choice in random.bytes(count: 6) {
                let at = Int(choice) * changed.count / 256
                changed[at] = random.bytes(count: 1)[0]
            }
            if let read = try? Commit(parsing: changed.span) { #expect(read.encoded() == changed) }
        }
    }
}
