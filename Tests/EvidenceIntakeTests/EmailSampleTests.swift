// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import MailReading
import SodiumPrimitives
import StrictCoding
import Testing

/// Real mails of many programs against what independent tools read out of them.
@Suite struct EmailSampleTests {
    struct Leaf: Decodable {
        let type: String
        let bytes: Int
        let sha256: String
        let normalizedSha256: String
        let filename: String?
    }
    struct Expectation: Decodable {
        let subject: String?
        let from: [[String]]?
        let to: [[String]]?
        let cc: [[String]]?
        let messageId: String?
        let date: String?
        let dateZoneKnown: Bool?
        let received: Int?
        let dkimSignatures: Int?
        let leafParts: [Leaf]?
        let confidence: String?
    }
    struct Case: Decodable {
        let id: String
        let files: [String]
        let expect: Expectation
    }
    struct Cases: Decodable { let cases: [Case] }

    static func input(_ name: String, _ bytes: Bytes) throws -> IntakeInput {
        try IntakeInput(files: [IntakeFile(name: name, source: MemorySource(bytes))])
    }

    /// Digests of the text without the line ends that tools keep or not.
    static func normalized(_ bytes: Bytes) -> String {
        var kept = Bytes()
        for byte in bytes {
            if byte == 0x0A, kept.last == 0x0D { kept.removeLast() }
            kept.append(byte)
        }
        while kept.first == 0x0A { kept.removeFirst() }
        while kept.last == 0x0A { kept.removeLast() }
        return SHA256Hasher.digest(of: kept.span).hex
    }

    struct OwnLeaf {
        let type: String
        let sha: String
        let normal: String
    }

    /// The parts of a message that hold no others, with their exact and normalised digests.
    static func leaves(_ bytes: Bytes) throws -> [OwnLeaf]? {
        var bytes = bytes
        for name in ["utf-16le", "utf-16be"]
        where bytes.count > 3 && bytes[name == "utf-16le" ? 1 : 0] == 0 {
            bytes = Bytes(text: Charsets.text(bytes, charset: name)?.text ?? "")
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            bytes = Bytes(text: Charsets.text(bytes, charset: "utf-16")?.text ?? "")
        }
        // What stands before the first field.
        for _ in 0..<8
        where HeaderSyntax.fieldName(Bytes(bytes.prefix { $0 != 0x0A && $0 != 0x0D })) == nil {
            bytes = Bytes(bytes.drop { $0 != 0x0A && $0 != 0x0D }.drop { $0 == 0x0A || $0 == 0x0D })
        }
        let source = try EmailItem.source(of: MemorySource(bytes))
        guard let message = try MailMessage(source) else { return nil }
        return try message.parts.filter { $0.kind == .leaf }.map { part in
            let (content, _, _) = try PartContent.beginning(part, of: source, maximum: 1 << 28)
            return OwnLeaf(
                type: part.mediaType, sha: SHA256Hasher.digest(of: content.span).hex,
                normal: normalized(content))
        }
    }

    static func differences(_ expect: Expectation, _ bytes: Bytes, _ name: String) throws
        -> [String]
    {
        var found: [String] = []
        let list = RecordList()
        let result = try Intake.read(input(name, bytes), to: list)
        guard result.facts.kind == .email, let record = list.records.first else {
            return ["not read as mail: \(result.facts.kind) by \(result.importer)"]
        }
        func compare(_ what: String, _ ours: String?, _ theirs: String?) {
            func plain(_ text: String?) -> String {
                (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            // They show bytes of no known set as U+FFFD, where we read windows-1252.
            if theirs?.contains("\u{FFFD}") == true { return }
            if plain(ours) != plain(theirs) {
                found.append("\(what): \(plain(ours).prefix(90)) | \(plain(theirs).prefix(90))")
            }
        }
        compare("subject", result.facts.title, expect.subject)
        compare("messageId", record.facts["messageId"], expect.messageId)
        for (field, role) in [(expect.from, "sender"), (expect.to, "recipient"), (expect.cc, "cc")]
        {
            let ours = Set(result.facts.people.filter { $0.role == role }.map(\.identifier))
            for pair in field ?? []
            where pair.count == 2 && !pair[1].isEmpty && !pair[1].contains("\u{FFFD}") {
                if !ours.contains(pair[1]) {
                    found.append("\(role): \(pair[1]) not in \(ours.sorted().prefix(4))")
                }
            }
        }
        if let date = expect.date {
            var ours = record.facts["dateFrom"] == nil ? record.time?.text : nil
            if ours?.hasSuffix("Z") == true { ours = String(ours?.dropLast() ?? "") + "+00:00" }
            var theirs = date
            if expect.dateZoneKnown == false {
                theirs = String(theirs.prefix(19))
                ours = ours.map { String($0.prefix(19)) }
            }
            compare("date", ours, theirs)
        } else if record.facts["dateFrom"] == nil, let time = record.time {
            found.append("date: \(time.text) | none")
        }
        compare("received", record.facts["receivedCount"] ?? "0", String(expect.received ?? 0))
        compare(
            "dkim", record.facts["dkimSignatureCount"] ?? "0", String(expect.dkimSignatures ?? 0))
        return found + leafDifferences(expect, bytes)
    }

    private static func leafDifferences(_ expect: Expectation, _ bytes: Bytes) -> [String] {
        guard let expected = expect.leafParts else { return [] }
        guard let ours = try? leaves(bytes) else { return ["no parts"] }
        var found: [String] = []
        var left = ours
        // Python calls a multipart without parts a part, and makes an empty one where a delimiter ends all.
        for leaf in expected where leaf.bytes > 0 && !leaf.type.hasPrefix("multipart/") {
            if let index = left.firstIndex(where: {
                $0.sha == leaf.sha256 || $0.normal == leaf.normalizedSha256
            }) {
                left.remove(at: index)
            } else {
                found.append("part \(leaf.type) \(leaf.bytes) bytes \(leaf.filename ?? "")")
            }
        }
        if !found.isEmpty { found.append("ours: \(left.map(\.type).prefix(6))") }
        return found
    }

    @Test func `mails agree with what other tools read`() throws {
        guard let root = Samples.folder("email-eml") else { return }
        var table: [String] = []
        var all = 0
        var understood = 0
        var differing: [String] = []
        for file in Vectors.files(below: root, ending: "EXPECTED.json") {
            let cases = try Vectors.json(file, as: Cases.self).cases
            let folder = file.deletingLastPathComponent()
            var different = 0
            for item in cases {
                let bytes = try Vectors.bytes(folder.appending(path: item.files[0]))
                all += 1
                if item.expect.confidence?.hasPrefix("low") == true {
                    let result = try Intake.read(
                        Self.input(item.files[0], bytes), to: RecordList())
                    understood += 1
                    // What is disputed is said, and asserts nothing but that it was read.
                    if result.facts.title ?? "" != item.expect.subject ?? "" {
                        print(
                            "eml disputed  \(item.id): \(result.facts.title ?? "-") | \(item.expect.subject ?? "-")"
                        )
                    }
                    continue
                }
                let found = try Self.differences(item.expect, bytes, item.files[0])
                let key = folder.lastPathComponent + "/" + item.id
                if found.isEmpty {
                    understood += 1
                } else {
                    different += 1
                    differing.append(key)
                    print("eml differs  \(key): \(found.joined(separator: "; "))")
                    if EmailDifferences.explained[key] == nil {
                        Issue.record("\(key): \(found.joined(separator: "; "))")
                    }
                }
            }
            table.append(
                "eml  \(folder.lastPathComponent)  \(cases.count) files, \(different) differ")
        }
        print(table.joined(separator: "\n"))
        print("eml  all  \(all) files, \(understood) as expected, \(differing.count) differ")
        for key in EmailDifferences.explained.keys where !differing.contains(key) {
            Issue.record("\(key) does not differ any more")
        }
    }
}

/// Mails where we differ from other tools on purpose; each is explained in docs/imports.md.
enum EmailDifferences {
    static let explained: [String: String] = [
        "MSGReader/TestWithAttachmentsAndInlines.eml": "encoded message within",
        "MimeKit/message-partial.0.eml": "message/partial",
        "SpamScope-mail-parser/mail_test_19.eml": "an address as displayed name",
        "cpython/msg_36.eml": "message/external-body",
        "enmime/erroneous.eml": "no mail",
        "enmime/mime-bad-content-transfer-encoding.eml": "words instead of base64",
        "flanker/enclosed-broken-body.eml": "base64 with other letters in it",
        "james-mime4j/bad-newlines-multiple-parts-base64.eml": "encoded message within",
        "james-mime4j/base64encoded-rfc822message-nested.eml": "encoded message within",
        "james-mime4j/malformedHeader-noheader.eml": "no mail",
        "james-mime4j/mime4j-219-new-date-time-format.eml": "a zone without sign",
        "james-mime4j/multipartemptypart.eml": "epilogue",
        "james-mime4j/obsolete.eml": "fields that Python does not take",
        "james-mime4j/twopart.eml": "white space after an encoding",
        "mikel-mail/bad_encoded_subject.eml": "unknown character set",
        "mikel-mail/example13.eml": "fields that Python does not take",
        "mikel-mail/mix_caps_content_type.eml": "a name without angle brackets",
        "mikel-mail/raw_email_incorrect_header.eml": "a stray line among fields",
        "stalwart-mail-parser/malformed-020.eml": "two content types of a part",
        "stalwart-mail-parser/malformed-021.eml": "two content types of a part",
        "stalwart-mail-parser/malformed-022.eml": "no message within",
        "stalwart-mail-parser/rfc-001.eml": "message/external-body",
        "stalwart-mail-parser/thirdparty-003.eml": "white space after an encoding",
        "stalwart-mail-parser/thirdparty-009.eml": "message/partial",
        "tika/testGroupWiseEml.eml": "encoded message within",
        "unstructured/empty.eml": "no mail",
    ]
}
