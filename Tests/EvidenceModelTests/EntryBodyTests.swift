// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct EntryBodyTests {
    private let zeros = String(repeating: "0", count: 64)
    private let ones = String(repeating: "1", count: 64)

    private func line(
        kind: String = "\"note.kept\"", prev: String? = nil, salt: String? = nil,
        seq: String = "7", time: String? = "\"2026-11-22T18:40:00.123Z\"",
        tool: String = "\"keepsake 0.1.0\"", v: String = "1"
    ) -> String {
        "{\"kind\":\(kind),\"prev\":\(prev ?? "\"\(ones)\""),"
            + "\"salt\":\(salt ?? "\"\(zeros.prefix(32))\""),\"seq\":\(seq),"
            + (time.map { "\"time\":\($0)," } ?? "") + "\"tool\":\(tool),\"v\":\(v)}"
    }

    @Test func `an entry is read and written with the same bytes`() throws {
        let entry = try Sample.parse(line())
        #expect(entry.seq == 7)
        #expect(entry.prev.hex == ones)
        #expect(entry.salt == Bytes(repeating: 0, count: 16))
        #expect(entry.time?.text == "2026-11-22T18:40:00.123Z")
        #expect(entry.tool == "keepsake 0.1.0")
        #expect(entry.kind == "note.kept")
        #expect(entry.knownKind == nil)
        #expect(entry.encoded() == Bytes(text: line()))
    }

    @Test func `entry 0 has the bytes of the design`() throws {
        let entry = try EntryBody(
            seq: 0, prev: .zero, salt: Bytes(repeating: 0xab, count: 16), time: nil,
            tool: "keepsake 0.1.0", kind: .vaultCreated,
            fields: VaultCreated.fields(
                vault: Bytes(repeating: 0xcd, count: 16), recipient: "age1abc", signer: "RWabc"))
        let expected =
            "{\"kind\":\"vault.created\",\"prev\":\"\(zeros)\",\"recipient\":\"age1abc\","
            + "\"salt\":\"\(String(repeating: "ab", count: 16))\",\"seq\":0,\"signer\":\"RWabc\","
            + "\"tool\":\"keepsake 0.1.0\",\"v\":1,\"vault\":\"\(String(repeating: "cd", count: 16))\"}"
        #expect(entry.encoded() == Bytes(text: expected))
        let created = try VaultCreated(Sample.parse(expected))
        #expect(created.vaultText == String(repeating: "cd", count: 16))
        #expect(created.recipient == "age1abc" && created.signer == "RWabc")
    }

    @Test func `what is not understood is kept`() throws {
        let text = line().dropLast() + ",\"zebra\":[{\"deep\":true}]}"
        let entry = try Sample.parse(String(text))
        #expect(entry.json["zebra"]?.array?.count == 1)
        #expect(entry.encoded() == Bytes(text: String(text)))
    }

    @Test func `each field must be there and be as it must`() throws {
        let cases: [(String, EntryError)] = [
            (line(v: "2"), .version(2)), (line(v: "0"), .version(0)),
            (line(v: "\"1\""), .malformed(field: "v")),
            (line(seq: "-1"), .malformed(field: "seq")),
            (line(seq: "\"7\""), .malformed(field: "seq")),
            (line(prev: "\"\(zeros)0\""), .malformed(field: "prev")),
            (line(prev: "\"\(String(repeating: "A", count: 64))\""), .malformed(field: "prev")),
            (line(prev: "7"), .malformed(field: "prev")),
            (line(salt: "\"\(zeros)\""), .malformed(field: "salt")),
            (line(salt: "\"\""), .malformed(field: "salt")),
            (line(time: nil), .missing(field: "time")),
            (line(time: "\"2026-11-22T18:40:00Z\""), .malformed(field: "time")),
            (line(time: "1"), .malformed(field: "time")),
            (line(tool: "\"\""), .malformed(field: "tool")),
            (line(tool: "\"a\\nb\""), .malformed(field: "tool")),
            (line(tool: "\"a\u{2028}b\""), .malformed(field: "tool")),
            (line(tool: "\"\(String(repeating: "a", count: 129))\""), .malformed(field: "tool")),
            (line(kind: "\"\""), .malformed(field: "kind")),
            (line(kind: "\"Note\""), .malformed(field: "kind")),
            (line(kind: "\"a..b\""), .malformed(field: "kind")),
            (line(kind: "\".a\""), .malformed(field: "kind")),
            (line(kind: "\"a b\""), .malformed(field: "kind")),
            (line(kind: "true"), .malformed(field: "kind")),
            (line(kind: "\"vault.created\""), .malformed(field: "kind")),
            (line(seq: "0"), .malformed(field: "kind")),
            (line(kind: "\"vault.created\"", seq: "0", time: nil), .malformed(field: "prev")),
            (
                line(kind: "\"vault.created\"", prev: "\"\(zeros)\"", seq: "0"),
                .malformed(field: "time")
            ),
            ("[]", .notAnObject), ("\"x\"", .notAnObject), ("{}", .missing(field: "v")),
            ("{ }", .json(.unexpected(offset: 1))), ("", .json(.unexpected(offset: 0))),
            (line() + "\n", .json(.unexpected(offset: line().utf8.count))),
        ]
        for (text, error) in cases {
            #expect(throws: error, "\(text)") { try Sample.parse(text) }
        }
        for field in ["kind", "prev", "salt", "seq", "tool"] {
            var members = try #require(try Sample.parse(line()).json.object)
            members[field] = nil
            let bytes = JSONValue.object(members).encoded()
            #expect(throws: EntryError.missing(field: field)) {
                try EntryBody(parsing: bytes.span)
            }
        }
    }

    @Test(arguments: ["v", "seq", "prev", "salt", "time", "tool", "kind"])
    func `a field of a kind may not stand in for a common one`(field: String) {
        #expect(throws: EntryError.clash(field: field)) {
            try Sample.entry(.itemPrivate, [field: .string("x")])
        }
    }

    @Test func `a body has at most 65,535 bytes`() throws {
        let empty = try Sample.entry(.itemPrivate, ["text": .string("")]).encoded().count
        let room = 65_535 - empty
        let full = try Sample.entry(
            .itemPrivate, ["text": .string(String(repeating: "a", count: room))])
        #expect(full.encoded().count == 65_535)
        let bytes = full.encoded()
        #expect(try EntryBody(parsing: bytes.span) == full)
        #expect(throws: EntryError.tooLarge(byteCount: 65_536)) {
            try Sample.entry(
                .itemPrivate, ["text": .string(String(repeating: "a", count: room + 1))])
        }
        let longer = Bytes(text: "\"" + String(repeating: "a", count: 65_534) + "\"")
        #expect(throws: EntryError.json(.tooLong(limit: 65_535))) {
            try EntryBody(parsing: longer.span)
        }
    }

    @Test func `what cannot be written is refused before it is kept`() {
        #expect(throws: EntryError.malformed(field: "seq")) {
            try Sample.entry(.itemPrivate, [:], seq: 1 << 53)
        }
        #expect(throws: EntryError.malformed(field: "fields")) {
            try Sample.entry(.itemPrivate, ["n": .integer(1 << 53)])
        }
        #expect(throws: EntryError.malformed(field: "fields")) {
            try Sample.entry(.itemPrivate, ["é": .bool(true)])
        }
        #expect(throws: EntryError.malformed(field: "salt")) {
            try EntryBody(
                seq: 1, prev: .zero, salt: [1], time: Sample.time, tool: "t", kind: .itemPrivate,
                fields: [:])
        }
        #expect(throws: EntryError.missing(field: "time")) {
            try EntryBody(
                seq: 1, prev: .zero, salt: Sample.salt, time: nil, tool: "t", kind: .itemPrivate,
                fields: [:])
        }
    }

    @Test func `normalisation is kept apart`() throws {
        let composed = try Sample.entry(.itemPrivate, ["text": .string("\u{e9}")])
        let decomposed = try Sample.entry(.itemPrivate, ["text": .string("e\u{301}")])
        #expect(composed != decomposed)
        #expect(composed.encoded() != decomposed.encoded())
    }

    @Test func `changed bytes are refused or are another entry, and nothing traps`() throws {
        var random = SplitMix64(seed: 5)
        let bytes = try Sample.entry(.itemAdded, Sample.item()).encoded()
        let entry = try EntryBody(parsing: bytes.span)
        var read = 0
        for round in 0..<3_000 {
            var changed = bytes
            for _ in 0...random.below(2) {
                let place = random.below(changed.count)
                switch random.below(3) {
                case 0: changed[place] ^= 1 << UInt8(random.below(8))
                case 1: changed.remove(at: place)
                default: changed.insert(changed[place], at: place)
                }
            }
            guard let other = try? EntryBody(parsing: changed.span) else { continue }
            read += 1
            #expect(other.encoded() == changed, "seed 5 round \(round)")
            #expect((other == entry) == (changed == bytes), "seed 5 round \(round)")
            _ = try? ItemAdded(other)
        }
        #expect(read > 100)
    }

    @Test func `random bytes never trap`() {
        var random = SplitMix64(seed: 6)
        for _ in 0..<2_000 {
            let bytes = random.bytes(random.below(60))
            #expect(throws: EntryError.self) { try EntryBody(parsing: bytes.span) }
        }
    }
}
