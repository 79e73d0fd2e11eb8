// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding
import Testing

/// The typed views over entries: what they write they read, and they read nothing else.
@Suite struct EntryViewTests {
    @Test func `every kind of the design is known, by its name`() {
        #expect(EntryKind.allCases.count == 20)
        for kind in EntryKind.allCases {
            #expect(kind.rawValue.split(separator: ".").count == 2)
        }
    }

    @Test func `an item comes back as it was written`() throws {
        let entry = try Sample.entry(.itemAdded, Sample.item(set: 11))
        let item = try ItemAdded(entry)
        #expect(item.number == 12 && item.set == 11)
        #expect(item.size == 14_200_000 && item.crc32 == 0x00ab_cdef)
        #expect(item.sha256 == Sample.digest && item.object == Sample.other)
        #expect(item.mediaType == "image/heic" && item.acquired == .file)
        #expect(item.name == "IMG_2041.HEIC" && item.nameBytes == Bytes(text: "IMG_2041.HEIC"))
        #expect(item.modified == Sample.time && item.created == nil && item.added == Sample.time)
        #expect(entry.json["crc32"]?.text == "00abcdef")
        #expect(entry.json["nameBytes"] == nil)
        #expect(entry.json["fileTimes"]?.object?.count == 1)
        #expect(throws: EntryError.otherKind) { try ItemOrigin(entry) }
    }

    @Test func `a name that is not UTF-8 is kept as bytes beside its readable form`() throws {
        let name: Bytes = [0x61, 0xff, 0x2e, 0x6a, 0x70, 0x67]
        let entry = try Sample.entry(.itemAdded, Sample.item(name: name))
        #expect(entry.json["name"]?.text == "a\\xFF.jpg")
        #expect(entry.json["nameBytes"]?.text == "Yf8uanBn")
        #expect(try ItemAdded(entry).nameBytes == name)
    }

    @Test func `names with line breaks or another normalisation stay what they are`() throws {
        for text in ["a\nb", "e\u{301}", "\u{e9}", "\u{202e}x", "\\xFF", "con", "a\\b"] {
            let entry = try Sample.entry(.itemAdded, Sample.item(name: Bytes(text: text)))
            #expect(try ItemAdded(entry).nameBytes == Bytes(text: text))
        }
    }

    @Test(arguments: ["", ".", "..", "a/b", "/", "a\0b", "../../etc/passwd"])
    func `a name is never a path`(name: String) throws {
        let entry = try Sample.entry(.itemAdded, Sample.item(name: Bytes(text: name)))
        #expect(throws: EntryError.malformed(field: "name")) { try ItemAdded(entry) }
    }

    @Test func `true bytes hold no path either, and stand only where they must`() throws {
        for name: Bytes in [[0x2f, 0xff], [0xff, 0]] {
            let entry = try Sample.entry(.itemAdded, Sample.item(name: name))
            #expect(throws: EntryError.malformed(field: "name")) { try ItemAdded(entry) }
        }
        var fields = Sample.item()
        fields["nameBytes"] = .string("YQ==")
        let entry = try Sample.entry(.itemAdded, fields)
        #expect(throws: EntryError.malformed(field: "nameBytes")) { try ItemAdded(entry) }
    }

    @Test func `what was typed needs no name`() throws {
        let entry = try Sample.entry(.itemAdded, Sample.item(name: [], acquired: .typed))
        #expect(try ItemAdded(entry).name == "")
    }

    @Test func `hostile fields of an item are refused`() throws {
        let bad: [(String, JSONValue?)] = [
            ("size", .integer(-1)), ("size", .string("1")), ("size", nil),
            ("sha256", .string("00")), ("sha256", nil), ("object", .integer(1)),
            ("crc32", .string("abc")), ("crc32", .string("ABCDEF00")), ("crc32", .integer(1)),
            ("mediaType", .string("image")), ("mediaType", .string("Image/JPEG")),
            ("mediaType", .string("text/html; charset=utf-8")), ("mediaType", .string("a/\nb")),
            ("mediaType", .string("/")), ("mediaType", nil),
            ("name", .integer(1)), ("name", nil),
            ("name", .string(String(repeating: "n", count: 1025))),
            ("acquired", .string("by theft")), ("acquired", .string("")), ("acquired", nil),
            ("fileTimes", .array([])), ("fileTimes", .object(["modified": .string("now")])),
            ("fileTimes", .object(["created": .integer(1)])),
            ("set", .integer(13)), ("set", .integer(0)), ("set", .integer(-1)),
            ("set", .string("1")),
        ]
        for (field, value) in bad {
            var fields = Sample.item()
            fields[field] = value
            let entry = try Sample.entry(.itemAdded, fields)
            #expect(throws: EntryError.self, "\(field) \(String(describing: value))") {
                try ItemAdded(entry)
            }
        }
    }

    @Test func `a size beyond 2^53 is refused when the entry is made`() throws {
        let fields = ItemAdded.fields(
            size: .max, sha256: .zero, crc32: 0, object: .zero, mediaType: "a/b",
            name: Bytes(text: "n"), acquired: .file)
        #expect(throws: EntryError.malformed(field: "fields")) {
            try Sample.entry(.itemAdded, fields)
        }
    }

    @Test func `a way of acquiring that a later version knows is kept`() throws {
        let entry = try Sample.entry(.itemAdded, Sample.item(acquired: .other("phone-backup")))
        #expect(try ItemAdded(entry).acquired == .other("phone-backup"))
        #expect(Acquisition("file") == .file && Acquisition("typed") == .typed)
    }

    @Test func `an origin comes back as it was written`() throws {
        let fields = ItemOrigin.fields(
            item: 12, path: Bytes(text: "/home/sam/IMG.jpg"), device: "laptop")
        let origin = try ItemOrigin(try Sample.entry(.itemOrigin, fields, seq: 13))
        #expect(origin.item == 12 && origin.path == "/home/sam/IMG.jpg")
        #expect(origin.device == "laptop")
        let raw: Bytes = [0x2f, 0xfe]
        let other = try Sample.entry(
            .itemOrigin, ItemOrigin.fields(item: 1, path: raw, device: nil))
        #expect(try ItemOrigin(other).pathBytes == raw)
        #expect(try ItemOrigin(other).device == nil)
        for path: Bytes in [[], [0x2f, 0]] {
            let bad = try Sample.entry(
                .itemOrigin, ItemOrigin.fields(item: 1, path: path, device: nil))
            #expect(throws: EntryError.self) { try ItemOrigin(bad) }
        }
        let lines = try Sample.entry(
            .itemOrigin, ItemOrigin.fields(item: 1, path: raw, device: "a\nb"))
        #expect(throws: EntryError.malformed(field: "device")) { try ItemOrigin(lines) }
    }

    @Test func `a change of keys comes back as it was written`() throws {
        let slots = ["passphrase": Sample.digest, "recovery": Sample.other]
        let changed = try KeyChanged(
            try Sample.entry(.keyChanged, KeyChanged.fields(slots: slots, reason: "created")))
        #expect(changed.slots == slots && changed.reason == "created")
        for name in [
            "", "../x", "a/b", "A", "a b", "-a", "a.age", String(repeating: "a", count: 65),
        ] {
            let entry = try Sample.entry(
                .keyChanged, KeyChanged.fields(slots: [name: .zero], reason: "created"))
            #expect(throws: EntryError.malformed(field: "slots"), "\(name)") {
                try KeyChanged(entry)
            }
        }
        let none = try Sample.entry(
            .keyChanged, KeyChanged.fields(slots: [:], reason: "created"))
        #expect(throws: EntryError.malformed(field: "slots")) { try KeyChanged(none) }
    }

    @Test func `a continuation and an opening come back as they were written`() throws {
        let fields = VaultContinued.fields(restored: "note\n1\n", newest: "note\n2\n", n: 2)
        let continued = try VaultContinued(try Sample.entry(.vaultContinued, fields))
        #expect(continued.restored == "note\n1\n" && continued.newest == "note\n2\n")
        #expect(continued.n == 2)
        let first = VaultContinued.fields(restored: "", newest: nil, n: 1)
        let bad = try Sample.entry(.vaultContinued, first)
        #expect(throws: EntryError.malformed(field: "n")) { try VaultContinued(bad) }
        let opened = try Sample.entry(.vaultOpened, VaultOpened.fields(how: "recovery"))
        #expect(try VaultOpened(opened).how == "recovery")
    }

    @Test func `a sealing comes back as it was written`() throws {
        let recipients: [BundleRecipient] = [.x25519("age1abc"), .passphrase, .other(kind: "tag")]
        let marks = [
            ExhibitMark(mark: "AB/1", entry: 7), ExhibitMark(mark: "AB/2", entry: 9),
            ExhibitMark(mark: "AB/3", entry: 9, extract: Sample.digest),
        ]
        let fields = BundleSealed.fields(
            recipients: recipients, marks: marks, sha256: Sample.digest, checkpoint: "note\n")
        let sealed = try BundleSealed(try Sample.entry(.bundleSealed, fields))
        #expect(sealed.recipients == recipients && sealed.marks == marks)
        #expect(sealed.sha256 == Sample.digest && sealed.checkpoint == "note\n")
        let bad: [(String, JSONValue)] = [
            ("recipients", .object([:])), ("recipients", .array([.string("age1")])),
            ("recipients", .array([.object(["kind": .string("x25519")])])),
            ("recipients", .array([.object([:])])), ("marks", .array([.object([:])])),
            ("marks", .array([.object(["mark": .string("A\nB"), "entry": .integer(1)])])),
            ("marks", .array([.object(["mark": .string("A"), "entry": .integer(-1)])])),
            ("sha256", .string("")), ("checkpoint", .integer(1)),
        ]
        let extracts: [JSONValue] = [.string(""), .string("1-3"), .integer(1), .array([])]
        let badMarks = extracts.map { extract -> (String, JSONValue) in
            let mark: [String: JSONValue] = [
                "mark": .string("A"), "entry": .integer(1), "extract": extract,
            ]
            return ("marks", .array([.object(mark)]))
        }
        for (field, value) in bad + badMarks {
            var changed = fields
            changed[field] = value
            let entry = try Sample.entry(.bundleSealed, changed)
            #expect(throws: EntryError.self, "\(field) \(value)") { try BundleSealed(entry) }
        }
    }

    @Test func `a check of a sealed file comes back as it was written, and no other`() throws {
        var findings: [FindingID: FindingStatus] = [:]
        for id in FindingID.allCases { findings[id] = .notChecked }
        findings[.intact] = .established
        let check = BundleChecked(
            item: 3, verdict: .couldNotCheck, exit: .notOpened, findings: findings,
            signature: .good, signer: "RWQ", words: "orbit-candle", isNamed: false,
            isOpened: false, digest: Sample.digest, sealed: Sample.time)
        let entry = try Sample.entry(.bundleChecked, check.fields)
        let read = try BundleChecked(entry)
        #expect(read.findings == findings && read.verdict == .couldNotCheck)
        #expect(read.exit == .notOpened && read.signature == .good && read.signer == "RWQ")
        #expect(read.words == "orbit-candle" && !read.isNamed && !read.isOpened)
        #expect(read.digest == Sample.digest && read.sealed == Sample.time)
        #expect(read.checked == entry.time && read.tool == entry.tool && check.checked == nil)
        let bad: [(String, JSONValue?)] = [
            ("item", .integer(-1)), ("item", .integer(1 << 40)), ("item", nil),
            ("verdict", .string("fine")), ("verdict", nil), ("exit", .integer(5)),
            ("exit", .integer(1 << 40)), ("exit", .string("0")), ("findings", .array([])),
            ("findings", .object(["intact": .string("good")])),
            ("findings", .object(["later": .string("established")])),
            ("signature", .string("fair")), ("signer", .string("a\nb")),
            ("words", .string("")), ("named", .integer(1)), ("opened", nil),
            ("digest", .string("00")), ("sealed", .string("now")),
        ]
        for (field, value) in bad {
            var fields = check.fields
            fields[field] = value
            let entry = try Sample.entry(.bundleChecked, fields)
            #expect(throws: EntryError.self, "\(field)") { try BundleChecked(entry) }
        }
    }
}
