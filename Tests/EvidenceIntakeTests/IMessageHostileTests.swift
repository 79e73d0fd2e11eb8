// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Message databases that are damaged, or were made to harm.
@Suite(.serialized) struct IMessageHostileTests {
    @Test func `a blob that is cut, flipped or nonsense gives what is there and never stops`()
        throws
    {
        try withSeeds(60) { generator, _ in
            let text =
                "I know where you live \u{1F602} "
                + String(repeating: "z", count: generator.below(300))
            let whole = IMessagePropertyTests.blob(text, &generator, files: ["at_1"])
            for count in stride(from: 0, to: whole.count, by: 1 + generator.below(9)) {
                if let read = AttributedText(whole.slice(0..<count)) {
                    try #require(!read.isWhole && text.hasPrefix(read.text))
                } else {
                    // The text begins some hundred bytes into it.
                    try #require(count < 200)
                }
            }
            for _ in 0..<60 {
                var other = whole
                for _ in 0..<(1 + generator.below(6)) {
                    other[generator.below(other.count)] = generator.byte()
                }
                _ = AttributedText(other)
                _ = BinaryPropertyList.read(other)
            }
            _ = AttributedText(generator.bytes(generator.below(400)))
            var nested = Bytes([4, 11]) + Bytes(text: "streamtyped") + [0x81, 0xE8, 0x03]
            nested += [0x84, 1, 0x40]
            for _ in 0..<5000 { nested += [0x84, 0x85, 0x92] }
            _ = AttributedText(nested)
        }
    }

    @Test func `a property list that names itself, or itself twice, ends`() throws {
        // Object n is a list of object n + 1, twice.
        func list(_ depth: Int, loops: Bool) -> Bytes {
            var bytes = Bytes(text: "bplist00")
            var offsets: [Int] = []
            for index in 0..<depth {
                offsets.append(bytes.count)
                let next = UInt8(loops ? (index + 1) % depth : index + 1)
                bytes += [0xA2, next, next]
            }
            offsets.append(bytes.count)
            bytes.append(0x09)
            let table = bytes.count
            for offset in offsets { bytes += [UInt8(offset >> 8), UInt8(offset & 255)] }
            bytes += Bytes(repeating: 0, count: 6) + [2, 1]
            for value in [offsets.count, 0, table] {
                bytes += Bytes((0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) })
            }
            return bytes
        }
        #expect(BinaryPropertyList.read(list(3, loops: false)) != nil)
        #expect(BinaryPropertyList.read(list(30, loops: false)) == nil)
        #expect(BinaryPropertyList.read(list(60, loops: false)) == nil)
        #expect(BinaryPropertyList.read(list(4, loops: true)) == nil)
        try withSeeds(20) { generator, _ in
            for _ in 0..<100 {
                var bytes = list(5, loops: false)
                for _ in 0..<3 { bytes[generator.below(bytes.count)] = generator.byte() }
                _ = BinaryPropertyList.read(bytes)
                _ = MessageSummary(bytes)
            }
        }
    }

    @Test func `flipped bits, cuts and wrong values give records, never a stop`() throws {
        var generator = SplitMix64(seed: 11)
        let made = (1...3).map { IMessagePropertyTests.conversation(&generator, year: $0).0 }
        let files = try IMessageDatabase.make(made)
        try withSeeds(150) { generator, _ in
            var item = files[generator.below(files.count)]
            for _ in 0..<(1 + generator.below(20)) {
                let index = generator.below(min(2, item.count))
                let count = item[index].bytes.count
                guard count > 0 else { continue }
                switch generator.below(8) {
                case 0: item[index].bytes.removeLast(generator.below(count))
                case 1: item[index].bytes.append(contentsOf: generator.bytes(700))
                default: item[index].bytes[generator.below(count)] ^= 1 << UInt8(generator.below(8))
                }
            }
            let (result, records) = try messageReading(item)
            try #require(result.facts.counts.read == UInt64(records.count))
            try #require(
                result.facts.counts.read
                    == result.facts.counts.understood + result.facts.counts.keptRaw)
            for record in records {
                try #require(try MessageRecord(record.json).json == record.json)
            }
            _ = try ReadFacts(EntryFields(.object(result.facts.members)))
        }
    }

    @Test func `values of another kind than their column's are borne`() throws {
        var database = IMessageDatabase(year: 3)
        let odd: [Any] = [
            ["hex": "ff00fe"], "text", -1, 1e300, 9_223_372_036_854_775_807 as Int64,
            -9_223_372_036_854_775_808 as Int64, "9223372036854775807", "",
        ]
        let columns = [
            "text", "attributedBody", "handle_id", "service", "account", "date", "date_read",
            "date_edited", "is_from_me", "item_type", "other_handle", "group_action_type",
            "associated_message_type", "associated_message_guid", "message_summary_info",
            "payload_data", "error", "is_read",
        ]
        for (place, value) in odd.enumerated() {
            for (index, column) in columns.enumerated() {
                let row = place * columns.count + index + 1
                database.rows.append(("message", ["ROWID": row, "guid": "\(row)", column: value]))
            }
            database.rows.append(("chat_message_join", ["chat_id": value, "message_id": value]))
            database.rows.append(("attachment", ["filename": value, "total_bytes": value]))
            database.rows.append(
                ("message_attachment_join", ["message_id": place + 1, "attachment_id": place + 1]))
            database.rows.append(("handle", ["id": value, "service": value]))
            database.rows.append(("chat", ["guid": "\(place)", "display_name": value]))
        }
        let (result, records) = try messageReading(try IMessageDatabase.make([database])[0])
        #expect(result.importer == "imessage" && result.facts.unread == nil)
        #expect(records.count == odd.count * columns.count)
        for record in records { #expect(try MessageRecord(record.json) == record, "\(record)") }
        // Bytes in the place of text are no text; the record says that it was kept as it stands.
        #expect(records[0].kind == .raw && records[1].kind == .raw)
        #expect(records[1].facts["attributedBody"] == "damaged")
    }

    @Test func `a damaged blob with a text beside it costs the blob alone`() throws {
        var database = IMessageDatabase(year: 3)
        let row: [String: Any] = ["attributedBody": ["hex": "040b73747265616d"], "is_from_me": 0]
        database.rows.append(("message", row.merging(["guid": "1", "text": "still here"]) { $1 }))
        database.rows.append(("message", row.merging(["guid": "2"]) { $1 }))
        let (result, records) = try messageReading(try IMessageDatabase.make([database])[0])
        #expect(records.map(\.kind) == [.message, .raw])
        #expect(records[0].text == "still here" && records[0].facts["attributedBody"] == "damaged")
        #expect(result.facts.counts == ReadCounts(read: 2, understood: 1, keptRaw: 1))
    }

    @Test func `messages that are a view are refused, and a name alone makes no database`() throws {
        let files = try IMessageDatabase.make([IMessageDatabase(year: 1)])[0]
        var bytes = files[0].bytes
        // The same length: the table becomes a view in the schema's type and text.
        for range in bytes.ranges(of: Bytes(text: "tablemessagemessage")).reversed() {
            bytes.replaceSubrange(range, with: Bytes(text: "view messagemessage"))
        }
        let (result, records) = try messageReading([("chat.db", bytes)])
        #expect(result.importer == "imessage" && records.isEmpty)
        #expect(result.facts.unread?.isEmpty == false)
        for name in ["chat.db", "sms.db"] {
            #expect(
                try messageReading([(name, Bytes(text: "no database"))]).result.importer
                    != "imessage")
            let cut = files[0].bytes.slice(0..<2000)
            let damaged = try messageReading([(name, cut)])
            #expect(damaged.result.importer == "imessage" && damaged.result.facts.unread != nil)
        }
        #expect(try messageReading([("x.db", files[0].bytes)]).result.importer == "imessage")
    }

    @Test func `a log that cannot be used is said to be unread`() throws {
        var generator = SplitMix64(seed: 3)
        let made = IMessagePropertyTests.conversation(&generator, year: 2).0
        let files = try IMessageDatabase.make([made])[0]
        let other = try messageReading([files[0], ("chat.db-wal", Bytes(text: "nonsense"))])
        #expect(other.result.facts.unread?.contains("log") == true)
        #expect(other.result.facts.facts["log"]?.hasPrefix("not read") == true)
        let journal = try messageReading([files[0], ("chat.db-journal", Bytes(text: "x"))])
        #expect(journal.result.facts.facts["journal"] != nil)
    }
}
