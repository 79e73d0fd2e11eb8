// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Reads the files of one item as the reader does; the first is the item.
func messageReading(
    _ files: [(name: String, bytes: Bytes)]
) throws -> (result: IntakeResult, records: [MessageRecord]) {
    let list = RecordList()
    let input = try IntakeInput(
        files: files.map { IntakeFile(name: $0.name, source: MemorySource($0.bytes)) })
    let result = try Intake.read(input, to: list)
    return (result, list.records)
}

/// Apple's databases and blobs that other people have, against what other tools read in them.
@Suite struct IMessageSampleTests {
    private static func cases(_ kind: String) throws -> [(
        file: URL, format: String, expect: [String: Any]
    )] {
        guard let folder = Samples.folder(kind) else { return [] }
        return try Vectors.files(folder).flatMap { source in
            let data = try Data(contentsOf: source.appending(path: "EXPECTED.json"))
            let whole = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            return try #require(whole["cases"] as? [[String: Any]]).compactMap {
                entry -> (file: URL, format: String, expect: [String: Any])? in
                guard let files = entry["files"] as? [String], let first = files.first,
                    let format = entry["format"] as? String,
                    let expect = entry["expect"] as? [String: Any]
                else { return nil }
                return (source.appending(path: first), format, expect)
            }
        }
    }

    private static func line(_ cells: String...) -> String {
        zip(cells, [14, 40, 7, 12, 0]).map { text, width in
            width > text.count
                ? text.padding(toLength: width, withPad: " ", startingAt: 0) : text + " "
        }.joined()
    }

    @Test func `each database is read as it is expected to be`() throws {
        print(Self.line("format", "file", "read", "understood", "differences"))
        for (file, format, expect) in try Self.cases("imessage-database") {
            let bytes = try Vectors.bytes(file)
            let (result, records) = try messageReading([(file.lastPathComponent, bytes)])
            guard format == "chatdb" else {
                // An export that another program made for people to read: kept, and no database.
                #expect(result.importer != "imessage")
                print(
                    Self.line(
                        format, file.lastPathComponent, "0", "0", "kept whole (docs/imports.md)"))
                continue
            }
            let found = Self.differences(result, records, expect)
            print(
                Self.line(
                    format, file.lastPathComponent, "\(result.facts.counts.read)",
                    "\(result.facts.counts.understood)",
                    found.isEmpty ? "none" : found.joined(separator: "; ")))
            #expect(found == [], "\(file.lastPathComponent)")
            #expect(result.importer == "imessage" && result.facts.unread == nil)
            for record in records { #expect(try MessageRecord(record.json) == record) }
            #expect(try ReadFacts(EntryFields(.object(result.facts.members))) == result.facts)
        }
    }

    private static func differences(
        _ result: IntakeResult, _ records: [MessageRecord], _ expect: [String: Any]
    ) -> [String] {
        var found: [String] = []
        let messages = records.filter { $0.locator.hasSuffix(" of message") }
        if messages.count != expect["messageCount"] as? Int {
            found.append("\(messages.count) messages")
        }
        if let deleted = expect["deleted_messagesCount"] as? Int,
            records.count(where: { $0.locator.hasSuffix(" of deleted_messages") }) != deleted
        {
            found.append("deleted_messages")
        }
        for (record, entry) in zip(messages, expect["messages"] as? [[String: Any]] ?? []) {
            let row = entry["rowid"] as? Int ?? 0
            func differ(_ what: String) { found.append("row \(row): \(what)") }
            if record.locator != "row \(row) of message" { differ("locator") }
            let isFromMe = entry["fromMe"] as? Bool ?? false
            if record.direction != (isFromMe ? .outgoing : .incoming) { differ("direction") }
            let handle = entry["handle"] as? String
            if (isFromMe ? record.recipients.first : record.sender) != handle { differ("handle") }
            let date = (entry["date"] as? String)?.dropLast() ?? ""
            if record.time?.text.hasPrefix(date) != true { differ("\(record.time?.text ?? "-")") }
            // Long texts are cut in the list of expectations.
            let text = entry["text"] as? String ?? ""
            let isSame =
                text.hasSuffix("…") ? record.text.hasPrefix(text.dropLast()) : record.text == text
            if !isSame { differ("text") }
            if let body = entry["attributedBodyText"] as? String, body != text,
                record.facts["attributedText"] != body
            {
                differ("attributed text")
            }
        }
        return found
    }

    @Test func `each typed stream gives its text and the names of its attributes`() throws {
        for (file, _, expect) in try Self.cases("imessage-typedstream").filter({
            $0.format == "typedstream"
        }) {
            let name = file.lastPathComponent
            let read = AttributedText(try Vectors.bytes(file))
            var found: [String] = []
            if read?.text != expect["text"] as? String {
                found.append("text \(read?.text ?? "none")")
            }
            if (read?.text ?? "").utf16.count != expect["utf16Length"] as? Int {
                found.append("length")
            }
            if (read?.text ?? "").unicodeScalars.count(where: { $0 == "\u{FFFC}" })
                != expect["objectReplacementCharacters"] as? Int
            {
                found.append("places of files")
            }
            if (read?.attributes ?? []).sorted() != expect["attributeKeys"] as? [String] {
                found.append("attributes \((read?.attributes ?? []).sorted())")
            }
            if read?.isWhole == false { found.append("not whole") }
            print(
                Self.line(
                    "typedstream", name, "1", "1",
                    found.isEmpty ? "none" : found.joined(separator: "; ")))
            #expect(found == [], "\(name)")
        }
    }

    @Test func `each property list gives its keys and texts`() throws {
        for (file, _, expect) in try Self.cases("imessage-typedstream").filter({
            $0.format == "bplist"
        }) {
            let name = file.lastPathComponent
            let list = try #require(BinaryPropertyList.read(try Vectors.bytes(file)), "\(name)")
            guard case .members(let members) = list else {
                Issue.record("\(name): no members")
                continue
            }
            #expect(members.map(\.key).sorted() == expect["topLevelKeys"] as? [String], "\(name)")
            if let strings = expect["strings"] as? [String] {
                let texts = (list["$objects"]?.list ?? []).compactMap(\.text).filter {
                    $0 != "$null"
                }
                // Long texts are cut in the list of expectations.
                let missing = strings.filter { string in
                    let start = string.hasSuffix("…") ? String(string.dropLast()) : string
                    return !texts.contains { $0 == string || $0.hasPrefix(start) }
                }
                #expect(missing == [], "\(name)")
            }
            print(Self.line("bplist", name, "1", "1", "none"))
        }
        guard let folder = Samples.folder("imessage-typedstream/imessage-exporter") else { return }
        func summary(_ name: String) throws -> MessageSummary {
            try #require(
                MessageSummary(
                    try Vectors.bytes(folder.appending(path: "edited_message-\(name).plist"))))
        }
        let edited = try summary("Edited")
        #expect(edited.earlier.count == 3 && edited.last.count == 1)
        #expect(edited.earlier.allSatisfy { $0.text?.isWhole == true && $0.part == "0" })
        #expect(edited.earlier[0].time?.text == "2022-11-19T01:17:54.272Z")
        let link = try summary("EditedToLinkAndBack")
        #expect(link.earlier.count == 2 && link.unsent == [])
        #expect(try summary("Deleted").unsent == [0])
    }

    @Test func `other databases are kept whole`() throws {
        for (kind, name) in [
            ("android-databases/plaso", "mmssms.db"), ("whatsapp/mvt", "ChatStorage.sqlite"),
        ] {
            guard let folder = Samples.folder(kind) else { continue }
            let (result, records) = try messageReading([
                (name, try Vectors.bytes(folder.appending(path: name)))
            ])
            #expect(result.importer == "file" && records.isEmpty, "\(name)")
        }
    }
}
