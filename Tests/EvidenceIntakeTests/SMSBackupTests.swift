// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

@Suite struct SMSBackupTests {
    static func fixture(_ name: String) throws -> Bytes {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try Vectors.bytes(root.appending(path: "Fixtures/imports/sms/" + name))
    }

    @Test func `halves of emoji are joined and what XML forbids is replaced`() throws {
        let (result, records) = try smsReading(try Self.fixture("emoji.xml"), name: "x.bin")
        #expect(result.importer == "sms-backup" && result.version == 1)
        #expect(
            records.map(\.text) == [
                "I see you 😀\n🤣\u{200D}♀\u{FE0F}",
                "Stop. \u{FFFD}\u{FFFD}\u{FFFD} x 😀 café <b> \"q\" &amp;",
                "Tom & Jerry &nbsp; 2 &lt 3", "Tom & Jerry &nbsp; 2 &lt 3", "", "?",
                "<note date=\"1714743069000\">kept &amp; raw</note>",
            ])
        #expect(records.map(\.kind) == Array(repeating: .message, count: 6) + [.raw])
        #expect(records.map(\.sequence) == Array(1...7))
        let facts = result.facts
        #expect(facts.kind == .messages && facts.unread == nil)
        #expect(facts.counts == ReadCounts(read: 7, understood: 6, keptRaw: 1))
        #expect(facts.device == "SMS Backup & Restore v10.20.002")
        #expect(
            facts.facts == [
                "countStated": "7", "countFound": "7", "joinedPairs": "3",
                "replacedCharacters": "3", "bareAmpersands": "6", "utcOffset": "+01:00",
                "backupSet": "6f6d2a0e-0f43-4a3c-9d8e-0d8b0c3a9f11", "backupType": "full",
                "backupDate": "2024-05-05T08:30:00.000Z", "createdLocally": "05/05/2024 09:30:00",
                "duplicates": "1",
            ])
        #expect(
            facts.people == [
                PersonSeen(identifier: "+447700900123", name: "Ex", role: "participant")
            ])
        #expect(facts.occurred?.from?.text == "2024-05-03T10:29:09.120Z")
        #expect(facts.occurred?.to?.text == "2024-05-03T13:31:09.000Z")
        #expect(facts.occurred?.basis == .messageHeader && facts.occurred?.isAmbiguous == false)

        #expect(records[0].sender == "+447700900123" && records[0].senderName == "Ex")
        #expect(records[0].direction == .incoming && records[0].service == "sms")
        #expect(
            records[0].facts == [
                "status": "received", "dateSent": "2024-05-03T10:29:08.000Z",
                "readableDate": "3 May 2024 11:29:09\u{202F}am", "contactName": "Ex",
                "serviceCenter": "+447700900000", "simCard": "1",
            ])
        #expect(records[1].sender == nil && records[1].recipients == ["+447700900123"])
        #expect(records[1].facts["delivery"] == "complete" && records[1].facts["locked"] == "yes")
        #expect(records[2].senderName == nil && records[2].facts["read"] == "no")
        #expect(records[2].facts["duplicateOf"] == nil && records[3].facts["duplicateOf"] == "3")
        #expect(records[4].recipients == [] && records[4].direction == .outgoing)
        #expect(records[4].facts == ["status": "draft", "delivery": "failed", "body": "null"])
        #expect(records[5].time == nil && records[5].direction == nil)
        #expect(records[5].facts == ["status": "type 9", "date": "0", "address": "ACME"])
    }

    @Test func `locators lead to the element in the original`() throws {
        for (name, start) in [
            ("emoji.xml", "<sms "), ("group.xml", "<mms "), ("calls.xml", "<call "),
        ] {
            let bytes = try Self.fixture(name)
            for record in try smsReading(bytes).records where record.kind != .raw {
                let offset = try #require(Int(record.locator.dropFirst(5)))
                #expect(bytes[offset...].starts(with: Bytes(text: start)), "\(name) \(offset)")
            }
        }
    }

    @Test func `a message of a group has its true sender, and its parts their digests`() throws {
        let (result, records) = try smsReading(try Self.fixture("group.xml"))
        #expect(result.facts.unread == nil && result.facts.counts.understood == 3)
        let first = try #require(records.first)
        #expect(first.sender == "+447700900124" && first.direction == .incoming)
        #expect(
            first.recipients == ["+447700900123", "+447700900125", "+447700900126"])
        #expect(first.facts["group"] == "+447700900123~+447700900124~+447700900125")
        #expect(first.facts["cc"] == "+447700900124, +447700900125")
        #expect(first.facts["bcc"] == "+447700900126" && first.facts["subject"] == "Lost")
        #expect(first.facts["dateSent"] == "2024-05-03T10:29:00.000Z")
        #expect(first.text == "first 😀\ntext kept as bytes é")
        let digest = Digest(
            hex: "6b7fa434f92a8b80aab02d9bf1a12e49ffcae424e4013a1c4f68b67e3d2bbcd0")
        let text = Bytes(text: "text kept as bytes é")
        #expect(
            first.attachments == [
                AttachmentSeen(
                    name: "image000000", mediaType: "image/png", size: 70, sha256: digest,
                    status: .resolved),
                AttachmentSeen(
                    name: "same.png", mediaType: "image/png", size: 70, sha256: digest,
                    status: .resolved),
                AttachmentSeen(name: "broken.gif", mediaType: "image/gif", status: .damaged),
                AttachmentSeen(name: "absent.mp4", mediaType: "video/mp4", status: .missing),
                AttachmentSeen(name: "nothing.amr", mediaType: "audio/amr", status: .missing),
                AttachmentSeen(
                    name: "t2", mediaType: "text/plain", size: UInt64(text.count),
                    sha256: SHA256Hasher.digest(of: text.span), status: .resolved),
            ])
        #expect(records[1].sender == "+447700900999" && records[1].text == "to both")
        #expect(records[1].recipients == ["+447700900123", "+447700900125"])
        #expect(records[2].time?.text == "2024-05-03T10:29:11.000Z")
        #expect(records[2].facts["status"] == "not-downloaded")
        #expect(records[2].sender == "kim@example.org")
        #expect(
            result.facts.people.first { $0.identifier == "+447700900999" }?.role == "owner")
        #expect(!result.facts.people.contains { $0.identifier == "insert-address-token" })
    }

    @Test func `calls say how they went, and a withheld number is nobody`() throws {
        let (result, records) = try smsReading(try Self.fixture("calls.xml"))
        #expect(result.facts.kind == .calls && result.facts.unread == nil)
        #expect(result.facts.counts == ReadCounts(read: 8, understood: 7, keptRaw: 1))
        #expect(result.facts.facts["countStated"] == "99")
        #expect(result.facts.facts["countFound"] == "8")
        // In winter the same phone was an hour nearer: both are said, with how often.
        #expect(result.facts.facts["utcOffset"] == "+02:00 (3), +00:00 (1)")
        #expect(
            records.map { $0.facts["status"] } == [
                "incoming", "missed", "rejected", "outgoing", "voicemail", "refused", "type 77",
                nil,
            ])
        #expect(records.map(\.sender).prefix(3) == ["+447700900123", nil, nil])
        #expect(records[0].facts["duration"] == "59" && records[0].senderName == "Ex")
        #expect(records[1].facts["number"] == "-1")
        #expect(records[1].facts["presentation"] == "restricted")
        #expect(records[2].facts["number"] == "withheld")
        #expect(records[3].recipients == ["+447700900124"])
        #expect(records[3].facts["postDialDigits"] == "12#" && records[3].facts["simCard"] == "2")
        #expect(records[6].time == nil && records[6].facts["date"] == "soon")
        #expect(records[7].kind == .raw && records[7].text == "<call date=\"1714732649120\" />")
        #expect(!result.facts.people.contains { $0.identifier.hasPrefix("-") })
    }

    @Test func `backups behind one another are read as one`() throws {
        let (result, records) = try smsReading(try Self.fixture("two-behind-one-another.xml"))
        #expect(records.count == 12 && result.facts.facts["documents"] == "2")
        #expect(result.facts.facts["duplicates"] == "7")
        #expect(records[6].facts["duplicateOf"] == "1")
        // Zero bytes at the end are no backup; they are said, and change nothing.
        #expect(result.facts.unread?.hasPrefix("After the end of the backup, at byte") == true)
        #expect(result.facts.facts["backupSet"]?.hasPrefix("6f6d2a0e") == true)
    }

    @Test func `what was begun when a file was cut off is given and says so`() throws {
        let bytes = try Self.fixture("cut-off.xml")
        let (result, records) = try smsReading(bytes)
        #expect(records.count == 1 && records[0].facts["incomplete"] == "yes")
        #expect(records[0].time?.text == "2024-05-03T10:29:09.000Z")
        #expect(
            result.facts.unread
                == "The file ends too early, at byte \(bytes.count): its closing tag is missing.")
    }

    @Test func `the oldest files have less, and are read the same`() throws {
        let (result, records) = try smsReading(try Self.fixture("oldest.xml"))
        #expect(result.facts.unread == nil && records.map(\.text) == ["hello", "no"])
        #expect(records[1].recipients == ["07700 900123"])
        #expect(result.facts.facts["utcOffset"] == nil)
    }

    @Test func `a document type is refused, and nothing of it is read`() throws {
        let (result, records) = try smsReading(try Self.fixture("document-type.xml"))
        #expect(records.isEmpty && result.importer == "sms-backup")
        #expect(
            result.facts.unread
                == "It holds a document type declaration at byte 22, which is never followed.")
    }

    @Test func `other XML is a document, whatever its name`() throws {
        for text in [
            "<?xml version='1.0'?><alllogs count='1'><log number='1' dur='2'/></alllogs>",
            "<?xml version='1.0'?><calls><thing/></calls>",
            "<?xml version='1.0'?><gpx/>",
        ] {
            let (result, records) = try smsReading(Bytes(text: text), name: "sms-20240503.xml")
            #expect(result.importer == "document" && result.facts.kind == .document, "\(text)")
            #expect(records.isEmpty)
        }
        for text in ["<smses/>", "\u{FEFF}<smses count='0'></smses>", "<calls count='0'/>"] {
            let (result, _) = try smsReading(Bytes(text: text), name: "x.txt")
            #expect(result.importer == "sms-backup" && result.facts.unread == nil, "\(text)")
        }
    }

    @Test func `a clock's offset follows from what the phone showed, in any language`() throws {
        // 2024-05-03T10:29:09.120Z
        for (shown, offset) in [
            ("May 3, 2024 11:29:09 AM", "+01:00"), ("03-May-2024 11:29:09", "+01:00"),
            ("3 May 2024 11:29:09\u{202F}am", "+01:00"), ("03/05/2024 11:29", "+01:00"),
            ("May 2, 2024 11:29:09 PM", "-11:00"), ("4 May 2024 00:29:09", "+14:00"),
            ("2024年5月3日 下午6:29:09", "+08:00"), ("2024. 5. 3. 오후 7:29:09", "+09:00"),
            ("03.05.2024 12:29:09", "+02:00"), ("3.5.2024 13.29.09", "+03:00"),
            ("3 мая 2024 г. 13:29:09", "+03:00"), ("٣ مايو ٢٠٢٤ ١:٢٩:٠٩ م", "+03:00"),
            ("May 3, 2024 3:59:09 PM", "+05:30"), ("May 3, 2024 4:14:09 PM", "+05:45"),
            ("3 พ.ค. 2567 17:29:09", "+07:00"), ("3/5/24 6:29 AM", "-04:00"),
            // Nothing follows from these.
            ("May 3, 2024 11:31:09 AM", nil), ("May 9, 2024 11:29:09 AM", nil), ("", nil),
            ("yesterday", nil), ("11", nil), ("99:99:99 3 5 2024", nil), ("3 5 2024", nil),
            ("999999999999:11", nil), (String(repeating: "1:", count: 500), nil),
        ] as [(String, String?)] {
            let text =
                "<smses><sms date='1714732149120' type='1' address='x' body='' readable_date='"
                + shown + "'/></smses>"
            let (result, _) = try smsReading(Bytes(text: text))
            #expect(result.facts.facts["utcOffset"] == offset, "\(shown)")
        }
    }

    @Test func `nonsense in numbers does no harm`() throws {
        let nonsense = [
            "9223372036854775807", "-9223372036854775808", "99999999999999999999", "-1", "1e9", "",
            "null", "0x10", " 12", "253402300800000",
        ]
        for value in nonsense {
            let text =
                "<smses count='\(value)' backup_date='\(value)'><sms date='\(value)' type='\(value)' "
                + "status='\(value)' date_sent='\(value)' body='b' readable_date='\(value)'/>"
                + "<mms date='\(value)' msg_box='\(value)' m_type='\(value)' date_sent='\(value)'>"
                + "<parts><part seq='\(value)' data='\(value)'/></parts><addrs><addr type='\(value)'"
                + " address='\(value)'/></addrs></mms></smses>"
            let (result, records) = try smsReading(Bytes(text: text))
            #expect(result.facts.unread == nil && records.count == 2, "\(value)")
            for record in records { #expect(try MessageRecord(record.json) == record) }
            let calls =
                "<calls count='\(value)'><call number='\(value)' date='\(value)' type='\(value)' "
                + "duration='\(value)' presentation='\(value)'/></calls>"
            #expect(try smsReading(Bytes(text: calls)).records.count == 1)
        }
    }
}
