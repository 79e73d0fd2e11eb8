// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import KeepsakeTestSupport
import MailReading
import SodiumPrimitives
import StrictCoding
import Testing

/// Mail as programs have written it that did not keep to the rules: nothing of it is lost.
@Suite struct EmailOddityTests {
    private static func read(_ text: String, _ name: String = "x.eml") throws -> (
        result: IntakeResult, records: [MessageRecord]
    ) {
        let list = RecordList()
        let result = try Intake.read(EmailSampleTests.input(name, Bytes(text: text)), to: list)
        return (result, list.records)
    }

    private static let fields = "From: a@example.org\nTo: b@example.org\nSubject: s\n"

    @Test(arguments: ["\n", "\r\n"], ["", " ", " \t"])
    func `words that no empty line divides from the header are words`(
        _ lineEnd: String, _ blank: String
    ) throws {
        for (words, isText) in [
            ("I will find you.\nsoon: tomorrow\n\nand then\n", true),
            ("--not a delimiter\nDate: today\n", true),
            // A stray line among fields that come after it.
            ("quite Delivered-To: x\nDate: Mon, 1 Jan 2024 10:00:00 +0000\n\nwords\n", false),
            ("quite Reply-To: x\nX-Mailer: y\n\nwords\n", false),
        ] {
            // Where there is a line of blanks, it is that line which was meant to divide them.
            let between = blank.isEmpty ? "" : blank + "\n"
            let mail = (Self.fields + between + words).replacing("\n", with: lineEnd)
            let (result, records) = try Self.read(mail)
            let place: Comment = "\(words) \(blank.utf8.count)"
            #expect(result.facts.title == "s", place)
            if isText {
                #expect(records[0].text == words, place)
                #expect(records[0].facts["headerEnd"] == "no empty line", place)
            } else {
                #expect(records[0].text == "words\n", place)
                let first = words.prefix { $0 != "\n" }
                #expect(records[0].facts["strayHeaderLines"] == String(first), place)
            }
        }
    }

    // Looking ahead from each of these lines would take minutes.
    @Test func `thousands of stray lines are each passed over once`() throws {
        let stray = String(repeating: "x\n", count: 25_000)
        let (result, records) = try Self.read(
            "From: a@example.org\nTo: b@example.org\n" + stray + "Subject: s\n\nwords\n")
        #expect(result.facts.title == "s")
        #expect(records[0].text == "words\n")
    }

    @Test func `a digest of what comes after such words is that of its bytes`() throws {
        let mail =
            "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n"
            + "--x\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n"
            + "--x--\n"
        let (result, _) = try Self.read(mail)
        let hello = Bytes(text: "hello")
        #expect(result.facts.attachments.map(\.sha256) == [SHA256Hasher.digest(of: hello.span)])
    }

    @Test func `of two content types the first is taken where it announces parts`() throws {
        let parts =
            "\n--x\nContent-Type: text/plain\n\nwords\n--x\nContent-Type: text/html\n\n<p>words</p>\n--x--\n"
        let kind = "Content-Type: multipart/alternative;\n boundary=\"x\"\n"
        let (result, records) = try Self.read(
            Self.fields + kind + "Content-type: text/plain\n" + parts)
        #expect(records[0].text == "words" && records[0].facts["alsoAs"] == "html")
        #expect(result.facts.facts["contentTypes"] == "2")
        let (other, _) = try Self.read(Self.fields + kind + parts)
        #expect(other.facts.facts["contentTypes"] == nil)
    }

    @Test(arguments: [
        ("Big Bug bb@example.org", ["bb@example.org|Big Bug"]),
        ("a@example.org b@example.org", ["a@example.org|", "b@example.org|"]),
        ("\"Sam X\" a@example.org", ["a@example.org|Sam X"]),
        ("\"sam x\"@example.org", ["\"sam x\"@example.org|"]),
        ("a @ example . org (Sam)", ["a@example.org|Sam"]),
        ("x@y z@", ["x@y z@|"]),
        ("Sam <a@example.org>, b@example.org Sue", ["a@example.org|Sam", "b@example.org Sue|"]),
    ])
    func `addresses that lack their marks are told apart where that is certain`(
        _ field: String, _ expected: [String]
    ) {
        let found = MailAddress.list(Bytes(text: field)).map { $0.address + "|" + $0.name }
        #expect(found == expected)
    }

    @Test func `base64 that does not hold is said to be damaged`() throws {
        for (content, isWhole) in [
            ("aGVsbG8=\n", true), ("aGVsbG8\n", true), ("aGVs\nbG8=\n\n", true),
            ("aGVsbG8gd\n", false),
            ("aGVsb*G8=\n", false), ("aGVs\u{E9}bG8=\n", false),
        ] {
            let part =
                "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\n"
            let (result, _) = try Self.read(Self.fields + part + content)
            #expect(
                result.facts.attachments.map(\.status) == [isWhole ? .resolved : .damaged],
                "\(content)")
            let words = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
            let (_, records) = try Self.read(Self.fields + words + content)
            #expect((records[0].facts["textDamaged"] == nil) == isWhole, "\(content)")
        }
    }

    @Test func `a mail with more hops and fields than are told says how many there were`() throws {
        var text = ""
        for number in 0..<60 {
            text += "Received: by h\(number); Mon, 1 Jan 2024 10:00:\(number % 60) +0000\n"
            text += "Authentication-Results: a\(number)\nDKIM-Signature: v=1; b=\(number)\n"
        }
        for name in [
            "Return-Path", "Message-ID", "In-Reply-To", "References", "Sender", "Delivered-To",
            "User-Agent", "X-Mailer", "X-Originating-IP", "List-Id", "X-Gmail-Labels", "X-GM-THRID",
            "Auto-Submitted",
        ] {
            text += name + ": <x@example.org>\n"
        }
        let type = "Content-Type: text/plain; charset=koi8-r\n"
        let (result, records) = try Self.read(
            text + type + Self.fields + "stray\nDate: x\n\nwords\n")
        let facts = result.facts.facts
        #expect(facts["receivedCount"] == "60" && facts["receivedTime24"] != nil)
        #expect(facts["userAgent"] != nil && facts["subject"] == "s" && facts["factsLeft"] == nil)
        #expect(facts["dkimSignatureCount"] == "60" && records[0].facts["strayHeaderLines"] != nil)
    }

    @Test func `a box whose message has no fields gives its words, time and envelope`() throws {
        let text = "From ex@example.org Mon Jun  1 10:00:00 2009\n\nTest content\n> quoted\n"
        let (result, records) = try Self.read(text, "quoted.mbox")
        #expect(result.importer == "mbox" && records.count == 1)
        #expect(records[0].text == "Test content\n> quoted\n")
        #expect(records[0].sender == "ex@example.org" && records[0].facts["header"] == "none")
        #expect(records[0].time?.text == "2009-06-01T10:00:00")
    }
}
