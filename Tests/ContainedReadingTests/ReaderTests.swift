// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import EvidenceModel
import KeepsakeTestSupport
import ReaderProtocol
import StrictCoding
import Testing

@Suite struct ReaderTests {
    @Test func `the real reader lies beside the program and reads a text`() throws {
        let program = try #require(ReaderProgram.beside())
        #expect(program.path == Bytes(text: BuiltPrograms.path("keepsake-reader")))
        let outcome = try ContainedReading(
            files: [
                ServedFile(
                    name: "note.txt", source: MemorySource(Bytes(text: "he was at the door\n")))
            ]
        ).run(program) { _ in }
        #expect(PlantedReader.facts(outcome)?.unread == nil)
        #expect(PlantedReader.facts(outcome)?.kind == .note)
    }

    @Test func `an empty item, and one that is only served by pieces, are read`() throws {
        for count in [0, 1, 131_071, 131_072, 3_000_001] {
            let outcome = try ContainedReading(
                files: [
                    ServedFile(
                        name: "x.bin", source: MemorySource(Bytes(repeating: 7, count: count)))
                ]
            ).run(ReaderProgram.beside()) { _ in }
            #expect(PlantedReader.facts(outcome) != nil, "\(count)")
        }
    }

    @Test func `every line of the protocol is read back as it was written`() throws {
        let opening = Opening(
            files: [
                ServedName(name: "chat.db", size: 5), ServedName(name: "chat.db-wal", size: 0),
            ], dateOrder: .dayFirst)
        let line = opening.encoded()
        #expect(
            line.strictText
                == #"{"dateOrder":"dmy","files":[{"name":"chat.db","size":5},{"name":"chat.db-wal","size":0}]}"#
                + "\n")
        let body = line.slice(0..<(line.count - 1))
        #expect(try Opening(parsing: body.span) == opening)
        for text in [
            #"{"read":{"count":65536,"file":0,"offset":131072}}"#,
            #"{"door":{"calls":true,"files":7,"limits":true}}"#,
            #"{"bytes":{"data":"aGVsbG8=","stream":3}}"#,
        ] {
            let bytes = Bytes(text: text)
            #expect(try ReaderLine(parsing: bytes.span).encoded() == bytes + [10])
        }
    }

    @Test func `attachments are wished for by their records, and too many stretches become one`()
        throws
    {
        let file = [ServedName(name: "chat.zip", size: 5)]
        for (ranges, told) in [
            ([3...4, 9...9], [3...4, 9...9]),
            ((1...1200).map { UInt64($0 * 2)...UInt64($0 * 2) }, [2...2400]),
        ] as [([ClosedRange<UInt64>], [ClosedRange<UInt64>])] {
            let line = Opening(files: file, dateOrder: nil, attachments: ranges).encoded()
            let body = line.slice(0..<(line.count - 1))
            #expect(body.count <= ReaderProtocol.Limits.openingBytes)
            #expect(try Opening(parsing: body.span).attachments == told)
        }
        for text in [
            #"{"attachments":[[2,1]],"files":[{"name":"x","size":5}]}"#,
            #"{"attachments":[[0,1]],"files":[{"name":"x","size":5}]}"#,
            #"{"attachments":[[1]],"files":[{"name":"x","size":5}]}"#,
        ] {
            let bytes = Bytes(text: text)
            #expect(throws: ProtocolError.self) { try Opening(parsing: bytes.span) }
        }
        for text in [
            #"{"bytes":{"data":"","stream":3}}"#, #"{"bytes":{"data":"aGVsbG8","stream":3}}"#,
            #"{"bytes":{"data":"aGVsbG8=","stream":-1}}"#, #"{"bytes":{"data":"aGVsbG8="}}"#,
            #"{"bytes":{"data":"aGVsbG8=","name":"x","stream":3}}"#,
        ] {
            let bytes = Bytes(text: text)
            #expect(throws: ProtocolError.self) { try ReaderLine(parsing: bytes.span) }
        }
    }

    @Test func `what is longer than a line is shortened, and counted`() throws {
        var record = MessageRecord(
            sequence: 1, kind: .message, text: String(repeating: "\u{1}", count: 1 << 20),
            locator: "x")
        record.attachments = (0..<500).map { _ in
            AttachmentSeen(name: String(repeating: "\u{2}", count: 1024), status: .missing)
        }
        let line = Shortening.line(record)
        #expect(line.count <= 8 << 20)
        let body = line.slice(0..<(line.count - 1))
        guard case .record(let short) = try ReaderLine(parsing: body.span) else {
            Issue.record("no record")
            return
        }
        #expect(short.facts["attachmentCount"] == "500")
        #expect(short.attachments.count < 500 && short.attachments.count >= 8)
    }

    @Test func `random changes of a conversation are refused or mean the same`() throws {
        let lines = [
            #"{"record":{"attachments":[],"kind":"message","locator":"line 3","recipients":["me"],"sequence":1,"text":"x y","time":"2021-05-03T14:05:00Z"}}"#,
            #"{"bytes":{"data":"aGVsbG8gd29ybGQ=","stream":12}}"#,
            #"{"result":{"facts":{"attachments":[],"counts":{"keptRaw":0,"read":1,"understood":1},"itemKind":"messages","people":[{"identifier":"a","role":"sender"}]},"importer":"x","version":1}}"#,
        ]
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        for _ in 0..<3000 {
            var bytes = Bytes(text: lines[Int.random(in: 0..<lines.count, using: &random)])
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[place], at: place)
                }
            }
            guard let line = try? ReaderLine(parsing: bytes.span) else { continue }
            #expect(line.encoded() == bytes + [10], "seed \(seed)")
        }
    }
}
