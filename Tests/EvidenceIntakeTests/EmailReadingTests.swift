// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import MailReading
import ReaderProtocol
import SodiumPrimitives
import StrictCoding
import Testing

/// What is read of one mail: fields, times, words, files; and that a closed reader reads the same.
@Suite struct EmailReadingTests {
    private static func read(_ text: String, _ name: String = "x.eml") throws -> (
        facts: ReadFacts, records: [MessageRecord]
    ) {
        let list = RecordList()
        let result = try Intake.read(EmailSampleTests.input(name, Bytes(text: text)), to: list)
        return (result.facts, list.records)
    }

    private static let fields =
        "From: \"A, B\" <a@example.org>\r\nTo: b@example.org, C <c@example.org>\r\n"

    @Test func `each field is told by what it is`() throws {
        let text =
            "Return-Path: <bounce@example.org>\r\nReceived: from x by y; Mon, 1 Jan 2024 10:00:05 +0000\r\n"
            + "Received: from w by x;\r\n Mon, 1 Jan 2024 11:00:01 +0100\r\n"
            + "Authentication-Results: y; dkim=pass\r\nDKIM-Signature: v=1; b=abc\r\n" + Self.fields
            + "Cc: d@example.org\r\nReply-To: e@example.org\r\nMessage-ID: <1@example.org>\r\n"
            + "Date: Mon, 01 Jan 2024 11:00:00 +0100 (CET)\r\nSubject: =?utf-8?B?w6TD?=\r\n =?utf-8?B?tg==?= x\r\n"
            + "\r\nhe said\r\nthis\r\n"
        let (facts, records) = try Self.read(text)
        #expect(facts.title == "äö x" && facts.occurred?.from?.text == "2024-01-01T11:00:00+01:00")
        #expect(
            facts.people.map { "\($0.role) \($0.identifier) \($0.name ?? "")" } == [
                "sender a@example.org A, B", "reply-to e@example.org ", "recipient b@example.org ",
                "recipient c@example.org C", "cc d@example.org ",
            ])
        #expect(
            facts.facts["receivedCount"] == "2"
                && facts.facts["returnPath"] == "<bounce@example.org>")
        #expect(facts.facts["receivedTime2"] == "2024-01-01T11:00:01+01:00")
        #expect(facts.facts["authenticationResults1"] == "y; dkim=pass")
        #expect(
            facts.facts["dkimSignature1"] == "v=1; b=abc"
                && facts.facts["messageId"] == "<1@example.org>")
        #expect(records.map(\.text) == ["he said\nthis\n"] && records[0].sender == "a@example.org")
    }

    @Test(arguments: [
        ("Mon, 1 Jan 2024 10:00:00 -0000", "2024-01-01T10:00:00Z", "unknown"),
        ("1 Jan 99 10:00 EST", "1999-01-01T10:00:00-05:00", nil),
        ("1 Jan 2024 10:00:00", "2024-01-01T10:00:00", "none"),
        ("2024-01-01T10:00:00Z", "2024-02-02T00:00:00Z", nil),
        ("gestern", "2024-02-02T00:00:00Z", nil),
        ("31 Feb 2024 10:00:00 +0000", "2024-02-02T00:00:00Z", nil),
    ])
    func `a date is what its field says, or the newest hop says so`(
        _ written: String, _ read: String, _ zone: String?
    ) throws {
        let (facts, _) = try Self.read(
            "Received: by x; 2 Feb 2024 00:00:00 +0000\nReceived: by w; 1 Feb 2024 00:00:00 +0000\n"
                + "Date: \(written)\n" + Self.fields + "\nx\n")
        #expect(facts.occurred?.from?.text == read && facts.facts["dateZone"] == zone)
        #expect(facts.facts["dateHeader"] == written)
        #expect(facts.facts["dateFrom"] == (read.hasPrefix("2024-02") ? "received" : nil))
    }

    @Test func `words, files and messages within are told apart`() throws {
        let text =
            Self.fields
            + "Content-Type: multipart/mixed; boundary=\"x'y\"\r\n\r\npreamble\r\n--x'y\r\n"
            + "Content-Type: multipart/alternative; boundary=z\r\n\r\n--z\r\nContent-Type: text/html\r\n\r\n"
            + "<style>p{}</style><p>a &amp; b<br>c</p>\r\n--z--\r\n--x'y\r\n"
            + "Content-Type: application/pdf; name*0*=utf-8''caf%C3; name*1*=%A9.pdf\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\naGVsbG8\r\n--x'y\r\nContent-Type: message/rfc822\r\n\r\n"
            + "From: inner@example.org\r\nSubject: within\r\n\r\ninner words\r\n--x'y--\r\n"
        let (facts, records) = try Self.read(text)
        #expect(records.map(\.text) == ["a & b\nc", "inner words"])
        #expect(facts.facts["textFrom"] == "html" && records[1].facts["nestedIn"] == "1")
        #expect(facts.attachments.map(\.name) == ["café.pdf", "within"])
        #expect(facts.attachments[0].size == 5)
        let hello = Bytes(text: "hello")
        #expect(facts.attachments[0].sha256 == SHA256Hasher.digest(of: hello.span))
        let inner = Bytes(text: "From: inner@example.org\r\nSubject: within\r\n\r\ninner words")
        #expect(facts.attachments[1].sha256 == SHA256Hasher.digest(of: inner.span))
    }

    private static let charsets: [(name: String, text: String)] = [
        ("windows-1252", "café €"), ("iso-8859-15", "œ €"), ("koi8-r", "привет"),
        ("windows-1251", "привет"),
        ("windows-1255", "שלום"), ("windows-1256", "سلام"), ("iso-2022-jp", "こんにちは"),
        ("shift_jis", "日本語"), ("euc-jp", "日本語"), ("gb18030", "你好"), ("big5", "你好"),
        ("euc-kr", "안녕"), ("utf-16le", "x €"), ("utf-7", "é €"), ("iso-8859-7", "καλημέρα"),
        ("macintosh", "café"), ("utf-8", "héllo 😀"),
    ]

    /// Random mails by Python's own writer, with the text that they should be read back to.
    private static func pythonMails(_ count: Int) throws -> [(
        mail: Bytes, subject: String, text: String
    )] {
        let script = """
            import random, sys, json, base64
            from email.message import EmailMessage
            from email.header import Header
            from email import policy
            random.seed(7)
            sets = json.loads(sys.argv[1])
            out = []
            for n in range(\(count)):
                name, text = random.choice([s for s in sets if s[0] not in ('utf-16le', 'utf-7')])
                words = '\\n'.join(random.choice([text, 'plain words', '=20 From here', '', 'x' * 200]) for _ in range(random.randint(1, 8))) + '\\nend\\n'
                m = EmailMessage(policy=policy.SMTP if random.random() < .5 else policy.default)
                m['From'] = 'A <a@example.org>'; m['To'] = 'b@example.org'
                m['Subject'] = text + ' subject ' + 'long ' * random.randint(0, 20) + 'end'
                m.set_content(words, charset=name if name != 'macintosh' else 'utf-8', cte=random.choice(['base64', 'quoted-printable']))
                if random.random() < .4: m.add_alternative('<p>html</p>', subtype='html')
                for a in range(random.randint(0, 3)):
                    m.add_attachment(random.randbytes(random.randint(0, 3000)), maintype='application', subtype='octet-stream', filename='é%d.bin' % a)
                out.append([base64.b64encode(m.as_bytes()).decode(), str(m['Subject']), words])
            print(json.dumps(out))
            """
        let sets = try JSONEncoder().encode(charsets.map { [$0.name, $0.text] })
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, String(decoding: sets, as: UTF8.self)]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode([[String]].self, from: data).map { row in
            (Bytes(try #require(Data(base64Encoded: row[0]))), row[1], row[2])
        }
    }

    @Test func `random mails of another writer are read back to their source`() throws {
        for (number, mail) in try Self.pythonMails(60).enumerated() {
            let list = RecordList()
            let result = try Intake.read(EmailSampleTests.input("x.eml", mail.mail), to: list)
            #expect(result.facts.title == mail.subject, "mail \(number)")
            #expect(list.records.first?.text == mail.text, "mail \(number)")
            #expect(result.facts.attachments.allSatisfy { $0.status == .resolved })
        }
    }

    #if os(Linux)
        @Test func `behind the closed door every character set is read as before it`() throws {
            for (name, text) in Self.charsets {
                // The same bytes that Python writes, so that no table of ours is asked.
                let process = Process()
                process.executableURL = URL(filePath: "/usr/bin/env")
                process.arguments = [
                    "python3", "-c",
                    "import sys,base64;e=sys.argv[1].replace('macintosh','mac-roman');print(base64.b64encode(sys.argv[2].encode(e)).decode())",
                    name, text,
                ]
                let pipe = Pipe()
                process.standardOutput = pipe
                try process.run()
                let base64 = String(
                    decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self
                ).filter { $0 != "\n" }
                process.waitUntilExit()
                let mail =
                    Self.fields + "Subject: =?\(name)?B?\(base64)?=\r\n"
                    + "Content-Type: text/plain; charset=\(name); name*=x-unknown''a%FF\r\n"
                    + "Content-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\n\(base64)\r\n"
                var records: [MessageRecord] = []
                let outcome = try ContainedReading(
                    files: [
                        ServedFile(
                            name: "x.eml",
                            source: MemorySource(
                                Bytes(
                                    text: mail.replacingOccurrences(
                                        of: "; name*=x-unknown''a%FF", with: ""))))
                    ]
                ).run(ReaderProgram.beside()) { records.append($0) }
                guard case .read(_, _, let facts) = outcome.ending else {
                    Issue.record("\(name): \(outcome.ending)")
                    continue
                }
                #expect(facts.title == text && records.first?.text == text, "\(name)")
                // An unknown set in a parameter makes GMime ask for it: the door says no, and it goes on.
                let odd = try ContainedReading(
                    files: [ServedFile(name: "x.eml", source: MemorySource(Bytes(text: mail)))]
                ).run(ReaderProgram.beside()) { _ in }
                guard case .read = odd.ending else {
                    Issue.record("\(name): \(odd.ending)")
                    continue
                }
            }
        }
    #endif
}
