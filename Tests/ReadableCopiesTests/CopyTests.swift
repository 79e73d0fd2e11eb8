// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import ReadableCopies
import StrictCoding
import Testing

@Suite struct CopyTests {
    private final class Sink: ByteSink {
        var bytes = Bytes()

        func write(_ part: Span<UInt8>) { bytes.append(part) }

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    private func source(_ kind: EvidenceKind = .messages) -> CopySource {
        CopySource(
            mark: "AB/1", entry: 7, path: "data/exhibits/AB-1/chat.txt", original: .zero,
            importer: "whatsapp-text", importerVersion: 3, tool: "keepsake 0.1.0", kind: kind,
            total: 412, notes: ["This is not all of it: it is cut off."])
    }

    private func record(_ change: (inout MessageRecord) -> Void = { _ in }) -> MessageRecord {
        var record = MessageRecord(
            sequence: 121, kind: .message, text: "see you", locator: "line 130")
        record.sender = "+44 7700 900123"
        change(&record)
        return record
    }

    private func page(_ records: [MessageRecord], total: UInt64? = nil) throws -> String {
        let sink = Sink()
        let pages = RecordPages(sink, total: total)
        for record in records { try pages.take(record) }
        try pages.finish()
        return String(decoding: RecordPages.head(source()), as: UTF8.self) + sink.text
    }

    // A strict reader of RFC 4180, written for this test.
    private func rows(_ text: String) -> [[String]]? {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = String.UnicodeScalarView()
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            if isQuoted {
                if scalar == "\"" {
                    if scalars.first == "\"" {
                        cell.append("\"")
                        scalars.removeFirst()
                    } else {
                        isQuoted = false
                    }
                } else {
                    cell.append(scalar)
                }
            } else if scalar == "\"" {
                guard cell.isEmpty else { return nil }
                isQuoted = true
            } else if scalar == "," {
                row.append(String(cell))
                cell = String.UnicodeScalarView()
            } else if scalar == "\r" {
                guard scalars.popFirst() == "\n" else { return nil }
                row.append(String(cell))
                rows.append(row)
                (row, cell) = ([], String.UnicodeScalarView())
            } else {
                cell.append(scalar)
            }
        }
        return row.isEmpty && cell.isEmpty && !isQuoted ? rows : nil
    }

    @Test func `a table says at its top what it is, and every row has every cell`() throws {
        let sink = Sink()
        let table = RecordTable(sink)
        let evil = "=HYPERLINK(\"http://x\",\"y\"),\r\nsecond\u{0}\u{202e} line"
        try table.take(
            record {
                $0.text = evil
                $0.time = Moment("2026-03-29T01:30:00+01:00")
                $0.recipients = ["a", "b"]
                $0.attachments = [
                    AttachmentSeen(
                        name: "x\"\ny.jpg", mediaType: "image/jpeg", size: 5, sha256: .zero,
                        status: .resolved)
                ]
                $0.facts = ["status": "read", "duration": "31"]
            })
        try table.take(
            record {
                $0.sequence = 122
                $0.readings = [
                    Moment("2026-02-03T10:00:00"), Moment("2026-03-02T10:00:00"),
                ].compactMap { $0 }
                $0.kind = .raw
            })
        try table.finish()
        let text = String(decoding: RecordTable.head(source()), as: UTF8.self) + sink.text
        let rows = try #require(self.rows(text))
        #expect(rows.allSatisfy { $0.count == RecordTable.columns.count })
        #expect(rows[0][0].contains("AB/1") && rows[0][0].contains("What counts is the original"))
        #expect(rows[0][0].contains(Digest.zero.hex))
        #expect(rows[1][0].contains("whatsapp-text 3 of keepsake 0.1.0: 412 messages"))
        let head = try #require(rows.firstIndex(of: RecordTable.columns))
        let first = rows[head + 1]
        #expect(first[0] == "121" && first[1] == "2026-03-29T01:30:00" && first[2] == "UTC+01:00")
        #expect(first[4] == "'+44 7700 900123" && first[6] == "a; b")
        #expect(
            first[10]
                == "'=HYPERLINK(\"http://x\",\"y\"),\r\nsecond\\u{0}\\u{202E} line")
        #expect(first[11].hasPrefix("x\"\\u{A}y.jpg, image/jpeg, 5 bytes, SHA-256 0000"))
        #expect(first[12] == "duration: 31\nstatus: read")
        let second = rows[head + 2]
        #expect(second[1] == "" && second[3] == "2026-02-03T10:00:00 or 2026-03-02T10:00:00")
        #expect(second[8] == "raw")
    }

    @Test func `a page runs nothing, fetches nothing and turns nothing around`() throws {
        let text = try page(
            [
                record {
                    $0.text = "<script>alert(1)</script>\u{202e}abc\r\n<img src=x>\u{200b}"
                    $0.senderName = "</bdi><b onclick='x'>\u{1f469}\u{200d}\u{1f466}"
                    $0.direction = .outgoing
                    $0.readings = [
                        Moment("2026-02-03T10:00:00"), Moment("2026-03-02T10:00:00"),
                    ].compactMap { $0 }
                    $0.facts = ["status": "<i>"]
                    $0.attachments = [AttachmentSeen(name: "<x>.jpg", status: .omitted)]
                },
                record { $0.kind = .raw },
            ], total: 412)
        #expect(!text.contains("<script") && !text.contains("<img") && !text.contains("<b on"))
        #expect(!text.contains("\u{202e}") && !text.contains("\u{200b}") && !text.contains("\r"))
        #expect(text.contains("\\u{202E}abc</bdi><br>"))
        #expect(text.contains("\u{1f469}\u{200d}\u{1f466}"))
        #expect(text.contains("default-src 'none'") && text.contains("<b>121 of 412</b>"))
        #expect(text.contains("time ambiguous: 2026-02-03 10:00:00 or 2026-03-02 10:00:00"))
        #expect(text.contains("not understood, as it stands"))
        #expect(text.contains("left out by the app"))
        // Every element that is opened is closed; nothing foreign opened one.
        for name in ["div", "p", "bdi", "b", "em", "body", "html", "h1"] {
            let opened = text.ranges(of: "<\(name)>").count + text.ranges(of: "<\(name) ").count
            #expect(opened == text.ranges(of: "</\(name)>").count, "\(name)")
        }
    }

    @Test func `mail is a text with its hops, in which no mail looks like another`() throws {
        let sink = Sink()
        let mail = MailText(sink)
        try mail.take(
            record {
                $0.text = "one\nEmail 2 (byte 0)\n\n-- \nx\u{1b}[1m"
                $0.senderName = "A"
                $0.time = Moment("2026-03-29T01:30:00+00:00")
                $0.facts = [
                    "subject": "s\nFrom: b", "receivedCount": "2", "received1": "from x by y",
                    "received2": "from z\n by x", "receivedTime1": "2026-03-29T01:30:00Z",
                    "dateHeader": "Sun, 29 Mar", "messageId": "<a@b>",
                ]
                $0.attachments = [
                    AttachmentSeen(name: "a.pdf", size: 3, sha256: .zero, status: .resolved)
                ]
            })
        try mail.finish()
        let lines = sink.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.filter { $0.hasPrefix("Email ") } == ["Email 121 (line 130)"])
        #expect(lines.filter { $0.hasPrefix("From: ") } == ["From: +44 7700 900123 (A)"])
        #expect(lines.contains("    Email 2 (byte 0)") && lines.contains("    x\\u{1B}[1m"))
        #expect(lines.contains("Received 1: from x by y") && lines.contains("Received 2: from z"))
        #expect(lines.contains("Received 1, time: 2026-03-29T01:30:00Z"))
        #expect(lines.contains("Time: 2026-03-29 01:30:00 UTC"))
        #expect(
            lines.contains("Attachment 1: a.pdf, 3 bytes, SHA-256 " + Digest.zero.hex))
        let head = String(decoding: MailText.head(source(.email)), as: UTF8.self)
        #expect(head.contains("What counts is the original") && head.contains("412 emails"))
    }

    @Test func `an extract says what is withheld, and who read it`() throws {
        var source = source()
        source.path = nil
        source.extract = ExtractSource(
            ranges: [120...179, 200...200], count: 61, digest: .zero)
        let head = String(decoding: RecordPages.head(source), as: UTF8.self)
        #expect(head.contains("61 messages of 412, places 120 to 179, 200."))
        #expect(head.contains("The original is withheld. It is the item that entry 7 records"))
        #expect(head.contains("whatsapp-text 3 of keepsake 0.1.0"))
    }
}
