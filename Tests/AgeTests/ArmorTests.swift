// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

@Suite struct ArmorTests {
    static let begin = "-----BEGIN AGE ENCRYPTED FILE-----\n"
    static let end = "-----END AGE ENCRYPTED FILE-----\n"

    /// A file in armor, as `age -a` writes it.
    static func armored(_ file: Bytes, ending: String = "\n") -> Bytes {
        let symbols = Base64.encodeBytes(file.span, padding: .required)
        var text = Bytes(text: begin)
        var start = 0
        while start < symbols.count {
            let stop = min(start + 64, symbols.count)
            text.append(contentsOf: symbols[start..<stop])
            text.append(text: "\n")
            start = stop
        }
        text.append(text: end)
        guard ending != "\n" else { return text }
        return Bytes(
            text: String(decoding: text, as: UTF8.self).split(separator: "\n")
                .map { $0 + ending }.joined())
    }

    private let identity: X25519Identity
    private let plaintext = Bytes(text: "What was kept.")
    private let file: Bytes

    init() throws {
        let random = SeededRandom(31)
        identity = try X25519Identity.generate(random: random)
        file = try encrypted(plaintext, to: [.x25519(identity.recipient)], random: random)
    }

    private func open(_ text: Bytes) throws -> Bytes { try opened(text, [identity], step: 5) }

    @Test func `armor opens with either line ending and white space around it`() throws {
        let text = Self.armored(file)
        let white = Bytes(text: " \t\r\n\n")
        for text in [
            text, Self.armored(file, ending: "\r\n"), white + text, text + white,
            white + text + white,
            Bytes(text.dropLast()),
            Bytes(repeating: 10, count: AgeLimits.armorWhitespaceByteCount) + text,
            text + Bytes(repeating: 10, count: AgeLimits.armorWhitespaceByteCount),
        ] {
            #expect(try open(text) == plaintext)
        }
    }

    @Test func `every length of the last line opens`() throws {
        for size in 0..<130 {
            let plaintext = Bytes(repeating: 5, count: size)
            let file = try encrypted(plaintext, to: [.x25519(identity.recipient)])
            #expect(try open(Self.armored(file)) == plaintext)
        }
    }

    @Test func `armor over several chunks streams`() throws {
        var generator = SplitMix64(seed: 32)
        let plaintext = generator.bytes(3 * 65_536 + 5)
        let file = try encrypted(plaintext, to: [.x25519(identity.recipient)])
        let text = Self.armored(file)
        for step in [1_000, 65_536, 1 << 20] {
            #expect(try opened(text, [identity], step: step) == plaintext)
        }
    }

    @Test func `what stands outside of armor is refused`() throws {
        let text = Self.armored(file)
        for outside in ["x", "\n\nx", Self.begin] {
            #expect(throws: AgeError.armor(.outside)) { try open(text + Bytes(text: outside)) }
        }
        #expect(throws: AgeError.armor(.outside)) {
            try open(text + Bytes(repeating: 10, count: AgeLimits.armorWhitespaceByteCount + 1))
        }
        #expect(throws: AgeError.armor(.beginLine)) { try open(Bytes(text: "\n ") + text) }
        #expect(throws: AgeError.notAge) { try open(Bytes(text: "x") + text) }
        #expect(throws: AgeError.notAge) {
            try open(Bytes(repeating: 10, count: AgeLimits.armorWhitespaceByteCount + 1) + text)
        }
        #expect(throws: AgeError.armor(.outside)) {
            let spaces = Bytes(repeating: 10, count: AgeLimits.armorWhitespaceByteCount + 1)
            _ = try AgeStreamReader(
                MemorySource(spaces + text).sequential(), identities: [identity],
                encoding: .armored)
        }
        // Armor in armor is not looked for.
        #expect(throws: AgeError.notAge) { try open(Self.armored(text)) }
    }

    @Test func `lines that armor does not have are refused`() throws {
        let lines = String(decoding: Self.armored(file), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        func open(_ change: (inout [String]) -> Void) throws {
            var changed = lines
            change(&changed)
            _ = try self.open(Bytes(text: changed.map { $0 + "\n" }.joined()))
        }
        let last = lines.count - 2
        #expect(throws: AgeError.armor(.line(2))) { try open { $0.insert("", at: 1) } }
        #expect(throws: AgeError.armor(.line(3))) {
            try open {
                $0[2] = " " + $0[2].dropFirst()
            }
        }
        #expect(throws: AgeError.armor(.line(2))) { try open { $0[1] += "A" } }
        #expect(throws: AgeError.armor(.line(2))) { try open { $0[1] += "AAAA" } }
        #expect(throws: AgeError.armor(.line(2))) {
            try open { $0[1] += String(repeating: "A", count: 9_999) }
        }
        #expect(throws: AgeError.armor(.line(3))) { try open { $0[1].removeLast(4) } }
        #expect(throws: AgeError.armor(.line(last + 2))) {
            try open { $0.insert("AAAA", at: last + 1) }
        }
        #expect(throws: AgeError.armor(.endLine)) { try open { $0.removeLast() } }
        #expect(throws: AgeError.armor(.line(last + 2))) { try open { $0[last + 1] += " " } }
        #expect(throws: AgeError.armor(.line(last + 2))) {
            try open { $0[last + 1] = $0[last + 1].lowercased() }
        }
        for line in ["-----begin age encrypted file-----", "-----BEGIN AGE ENCRYPTED FILE----- "] {
            #expect(throws: AgeError.self) { try open { $0[0] = line } }
        }
        #expect(throws: AgeError.notAge) {
            _ = try self.open(Bytes(text: Self.begin + Self.end))
        }
    }
}
