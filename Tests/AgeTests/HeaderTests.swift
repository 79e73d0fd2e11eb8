// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import SodiumPrimitives
import StrictCoding
import Synchronization
import Testing

@Suite struct HeaderTests {
    static let intro = "age-encryption.org/v1\n"
    static let mac = "--- " + String(repeating: "A", count: 43) + "\n"
    static let grease = "-> joint-oil-hw\n\n"

    private func parse(_ text: String) throws(AgeError) -> Header {
        let bytes = Bytes(text: text)
        return try Header.parse(bytes.span)
    }

    @Test func `a header gives its parts, its length and what its code is over`() throws {
        let text = Self.intro + "-> one two three\nAQID\n" + Self.grease + Self.mac
        let header = try parse(text + "payload")
        #expect(header.byteCount == text.utf8.count)
        #expect(header.encoded() == Bytes(text: text))
        #expect(header.authenticated == Bytes(text: String(text.dropLast(45))))
        #expect(
            header.stanzas[0] == Stanza(kind: "one", arguments: ["two", "three"], body: [1, 2, 3]))
        #expect(header.stanzaSummary.map(\.kind) == ["joint-oil-hw", "one"])
        #expect(header.mac == Bytes(repeating: 0, count: 32))
    }

    @Test func `a body that fills its last line is followed by an empty one`() throws {
        for count in [0, 1, 47, 48, 49, 95, 96, 97] {
            let stanza = Stanza(
                kind: "x", arguments: [], body: Bytes(repeating: 7, count: count))
            let header = Header(stanzas: [stanza], mac: Bytes(repeating: 1, count: 32))
            let bytes = header.encoded()
            #expect(try Header.parse(bytes.span) == header)
            #expect(bytes.count == header.byteCount)
        }
    }

    @Test(arguments: [
        ("-> \n\n", 2), ("->\n\n", 2), ("-> a  b\n\n", 2), ("-> a \n\n", 2), ("->  a\n\n", 2),
        ("-> a\tb\n\n", 2), ("-> a\u{7f}\n\n", 2), ("-> ä\n\n", 2), ("-> a\r\n\n", 2),
        ("> a\n\n", 2), (" -> a\n\n", 2), ("\n-> a\n\n", 2), ("-> a\nAB\n", 3), ("-> a\nAA==\n", 3),
        ("-> a\nA\n", 3), ("-> a\nA A\n", 3), ("-> a\nAA\r\n", 3),
        ("-> a\n" + String(repeating: "A", count: 65) + "\n", 3), ("", 2),
        ("-> a\n\n--- AAAA\n", 4), ("-> a\n\n---\n", 4),
        ("-> a\n\n----" + String(repeating: "A", count: 43) + "\n", 4),
        ("-> a\n\n--- " + String(repeating: "A", count: 44) + "\n", 4),
        ("-> a\n\n--- " + String(repeating: "A", count: 42) + "B\n", 4),
    ])
    func `what breaks the grammar is refused at its line`(broken: String, line: Int) {
        #expect(throws: AgeError.header(.line(line))) {
            try parse(Self.intro + broken + Self.mac)
        }
    }

    @Test func `what is no age file, or of another version, is called that`() {
        for text in ["", "x", "age-encryption.com/v1\n", "\u{feff}age-encryption.org/v1\n", "PK"] {
            #expect(throws: AgeError.notAge) { try parse(text) }
        }
        for text in [
            "age-encryption.org/v2\n", "age-encryption.org/v1\r\n", "age-encryption.org/v10",
        ] {
            #expect(throws: AgeError.header(.unsupportedVersion)) { try parse(text) }
        }
    }

    @Test func `a header that is cut anywhere is called truncated`() {
        let text = Self.intro + "-> one two\nAQID\n" + Self.grease + Self.mac
        for count in 1..<text.utf8.count {
            #expect(throws: AgeError.header(.truncated)) { try parse(String(text.prefix(count))) }
        }
    }

    @Test func `limits hold, and a source is not read beyond them`() throws {
        let most = String(repeating: Self.grease, count: AgeLimits.stanzaCount)
        #expect(try parse(Self.intro + most + Self.mac).stanzas.count == AgeLimits.stanzaCount)
        #expect(throws: AgeError.header(.tooManyStanzas)) {
            try parse(Self.intro + most + Self.grease + Self.mac)
        }
        // One endless line, one endless body, and endless stanzas that are never ended.
        let line = Self.intro + "-> "
        let body = Self.intro + "-> a\n"
        for (start, filler) in [
            (line, "a"), (body, String(repeating: "A", count: 64) + "\n"),
        ] {
            let source = EndlessSource(start: start, filler: filler)
            #expect(throws: AgeError.header(.tooLarge)) { try Header.parse(source) }
            #expect(source.highest <= UInt64(AgeLimits.headerByteCount))
            #expect(throws: AgeError.header(.tooLarge)) {
                try AgeStreamReader(source.sequential(), identities: [])
            }
            #expect(source.highest <= 4 * UInt64(AgeLimits.headerByteCount))
        }
        // The largest header there may be, and one byte more.
        let room =
            AgeLimits.headerByteCount - Self.intro.utf8.count - Self.mac.utf8.count
            - "-> \n\n".utf8.count
        let largest = Self.intro + "-> " + String(repeating: "a", count: room) + "\n\n" + Self.mac
        #expect(try parse(largest).byteCount == AgeLimits.headerByteCount)
        let larger =
            Self.intro + "-> " + String(repeating: "a", count: room + 1) + "\n\n" + Self.mac
        #expect(throws: AgeError.header(.tooLarge)) { try parse(larger) }
    }

    @Test func `the size of a file that no payload has is refused without a key`() throws {
        #expect(try AgeFile.plaintextSize(fileSize: 100 + 16 + 16, headerSize: 100) == 0)
        #expect(try AgeFile.plaintextSize(fileSize: 100 + 16 + 65_552, headerSize: 100) == 65_536)
        #expect(throws: AgeError.header(.nonceMissing)) {
            try AgeFile.plaintextSize(fileSize: 115, headerSize: 100)
        }
        #expect(throws: AgeError.truncated(chunk: 0)) {
            try AgeFile.plaintextSize(fileSize: 116, headerSize: 100)
        }
        for rest in [1, 15, 65_552 + 1, 65_552 + 15, 65_552 + 16] as [UInt64] {
            #expect(throws: AgeError.payload(chunk: rest / 65_552)) {
                try AgeFile.plaintextSize(fileSize: 116 + rest, headerSize: 100)
            }
        }
        #expect(throws: AgeError.header(.truncated)) {
            try AgeFile.plaintextSize(fileSize: 1, headerSize: 100)
        }
        _ = try? AgeFile.plaintextSize(fileSize: .max, headerSize: 0)
    }
}

/// A source that claims to be enormous and repeats itself; it remembers how far it was read.
private final class EndlessSource: SeekableSource {
    private let start: Bytes
    private let filler: Bytes
    private let furthest = Atomic<UInt64>(0)

    init(start: String, filler: String) {
        self.start = Bytes(text: start)
        self.filler = Bytes(text: filler)
    }

    var size: UInt64 { 1 << 50 }
    var highest: UInt64 { furthest.load(ordering: .relaxed) }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        for index in buffer.indices {
            let place = Int(offset) + index
            buffer[index] =
                place < start.count ? start[place] : filler[(place - start.count) % filler.count]
        }
        furthest.max(offset + UInt64(buffer.count), ordering: .relaxed)
        return buffer.count
    }
}
