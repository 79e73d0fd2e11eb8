// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// Reads one file as the reader does.
func smsReading(
    _ bytes: Bytes, name: String = "backup.xml"
) throws -> (result: IntakeResult, records: [MessageRecord]) {
    let list = RecordList()
    let input = try IntakeInput(files: [IntakeFile(name: name, source: MemorySource(bytes))])
    let result = try Intake.read(input, to: list)
    return (result, list.records)
}

/// Backups that other people made, against what other tools read in them.
@Suite struct SMSBackupSamplesTests {
    static let samples: URL? = {
        let named = ProcessInfo.processInfo.environment["KEEPSAKE_SAMPLES"]
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let candidates = [
            named.map { URL(filePath: $0) },
            root.deletingLastPathComponent().appending(path: "shared/samples"),
        ]
        return candidates.compactMap(\.self).first {
            FileManager.default.fileExists(atPath: $0.path())
        }
    }()

    static func folders(_ kind: String) throws -> [URL] {
        guard let samples else {
            print("SKIPPED: samples/\(kind) is absent (set KEEPSAKE_SAMPLES to the folder)")
            return []
        }
        return try Vectors.files(samples.appending(path: kind))
    }

    static func cases(_ folder: URL) throws -> [(file: URL, expect: [String: Any])] {
        let data = try Data(contentsOf: folder.appending(path: "EXPECTED.json"))
        let whole = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(whole["cases"] as? [[String: Any]]).compactMap { entry in
            guard let files = entry["files"] as? [String], let first = files.first,
                let expect = entry["expect"] as? [String: Any]
            else { return nil }
            return (folder.appending(path: first), expect)
        }
    }

    @Test func `each sample is read as it is expected to be`() throws {
        print("format               file                 read  understood  differences")
        for folder in try Self.folders("sms-backup-restore") {
            for (file, expect) in try Self.cases(folder) {
                let (result, records) = try smsReading(try Vectors.bytes(file))
                let found = Self.differences(result, records, expect)
                func padded(_ text: String, _ width: Int) -> String {
                    text.padding(toLength: width, withPad: " ", startingAt: 0)
                }
                print(
                    padded("sms-backup-restore", 21) + padded(file.lastPathComponent, 21)
                        + padded(String(result.facts.counts.read), 6)
                        + padded(String(result.facts.counts.understood), 12)
                        + (found.isEmpty ? "none" : found.joined(separator: "; ")))
                #expect(found == [], "\(file.lastPathComponent)")
                #expect(result.importer == "sms-backup")
                for record in records {
                    #expect(try MessageRecord(record.json) == record)
                }
                #expect(try ReadFacts(EntryFields(.object(result.facts.members))) == result.facts)
            }
        }
    }

    static func differences(
        _ result: IntakeResult, _ records: [MessageRecord], _ expect: [String: Any]
    ) -> [String] {
        var found: [String] = []
        func compare(_ what: String, _ ours: some Equatable, _ theirs: Any?) {
            let theirs = theirs.map { "\($0)" } ?? "nothing"
            if "\(ours)" != theirs { found.append("\(what): \(ours), expected \(theirs)") }
        }
        let facts = result.facts
        compare("counted", facts.facts["countFound"] ?? "", expect["actualCount"])
        compare("stated", facts.facts["countStated"] ?? "", expect["declaredCount"])
        compare(
            "kind", facts.kind.rawValue, expect["root"] as? String == "calls" ? "calls" : "messages"
        )
        if let set = expect["backup_set"] { compare("set", facts.facts["backupSet"] ?? "", set) }
        if let type = expect["type"] { compare("type", facts.facts["backupType"] ?? "", type) }
        compare("whole", facts.unread == nil, (expect["wellFormed"] as? Bool) ?? false)
        let offsets = expect["utcOffsetImpliedByReadableDate"] as? [String: Int] ?? [:]
        for (offset, count) in offsets {
            let text = facts.facts["utcOffset"] ?? ""
            let hasCount =
                offsets.count == 1 ? text == offset : text.contains("\(offset) (\(count))")
            if !hasCount { found.append("offset \(offset) (\(count)): \(text)") }
        }
        if offsets.isEmpty, facts.facts["utcOffset"] != nil { found.append("offset") }
        if let sms = expect["sms"] as? [String: Any] {
            let ours = records.filter { $0.service == "sms" }
            compare("sms", ours.count, sms["count"])
            compare("first", ours.compactMap { $0.time?.text }.min() ?? "", sms["first"])
            compare("last", ours.compactMap { $0.time?.text }.max() ?? "", sms["last"])
            compare("body", ours.first?.text ?? "", sms["firstBody"])
            let people = Set(ours.flatMap { [$0.sender].compactMap(\.self) + $0.recipients })
            compare("people", people.sorted(), (sms["addresses"] as? [String])?.sorted())
            let types = sms["byType"] as? [String: Int] ?? [:]
            let words = ["1": "received", "2": "sent"]
            for (type, count) in types {
                compare(
                    "type \(type)", ours.count { $0.facts["status"] == words[type] }, count)
            }
        }
        if let mms = expect["mms"] as? [String: Any] {
            let ours = records.filter { $0.service == "mms" }
            compare("mms", ours.count, mms["count"])
            for (record, theirs) in zip(ours, mms["messages"] as? [[String: Any]] ?? []) {
                found += differences(record, theirs)
            }
        }
        if let calls = expect["calls"] as? [String: Any] {
            let ours = records.filter { $0.kind == .call }
            compare("calls", ours.count, calls["count"])
            compare("first", ours.compactMap { $0.time?.text }.min() ?? "", calls["first"])
            compare("last", ours.compactMap { $0.time?.text }.max() ?? "", calls["last"])
            compare(
                "duration", ours.compactMap { Int($0.facts["duration"] ?? "") }.reduce(0, +),
                calls["totalDurationSeconds"])
            let numbers = Set(
                ours.flatMap { [$0.sender, $0.facts["number"]].compactMap(\.self) + $0.recipients })
            compare("numbers", numbers.sorted(), (calls["numbers"] as? [String])?.sorted())
            let words = ["1": "incoming", "2": "outgoing", "3": "missed"]
            for (type, count) in calls["byType"] as? [String: Int] ?? [:] {
                compare("type \(type)", ours.count { $0.facts["status"] == words[type] }, count)
            }
        }
        return found
    }

    static func differences(_ record: MessageRecord, _ expect: [String: Any]) -> [String] {
        var found: [String] = []
        if record.time?.text != expect["date"] as? String { found.append("date") }
        if (record.direction == .incoming) != (expect["box"] as? String == "1") {
            found.append("direction")
        }
        let addresses = expect["addrs"] as? [[String]] ?? []
        let sender = addresses.first { $0.first == "137" }?.last
        if sender != nil, record.sender != sender { found.append("sender") }
        let others = Set(addresses.filter { $0.first != "137" }.compactMap(\.last))
            .subtracting([sender ?? ""])
        if !addresses.isEmpty, Set(record.recipients) != others { found.append("recipients") }
        let parts = expect["parts"] as? [[String: Any]] ?? []
        let texts = parts.filter { $0["ct"] as? String == "text/plain" }
            .compactMap { $0["text"] as? String }
        if record.text != texts.joined(separator: "\n") { found.append("text \(record.text)") }
        let files = parts.filter { $0["dataSha256"] != nil }
        if record.attachments.map(\.sha256?.hex) != files.map({ $0["dataSha256"] as? String }) {
            found.append("digests")
        }
        if record.attachments.map(\.name) != files.map({ $0["name"] as? String }) {
            found.append("names")
        }
        if record.attachments.map({ Int($0.size ?? 0) }) != files.map({ $0["dataBytes"] as? Int }) {
            found.append("sizes")
        }
        return found
    }

    @Test func `hostile documents are kept as what they are and nothing in them is followed`()
        throws
    {
        for folder in try Self.folders("hostile-xml") {
            for file in try Vectors.files(folder)
            where file.pathExtension == "xml" {
                let bytes = try Vectors.bytes(file)
                let (result, records) = try smsReading(bytes)
                #expect(result.importer != "sms-backup", "\(file.lastPathComponent)")
                // Without a declaration it is text, and read as the text that it is.
                #expect(records.isEmpty || result.importer == "note", "\(file.lastPathComponent)")
                // The same within a backup is refused.
                let text = String(decoding: bytes, as: UTF8.self)
                    .replacingOccurrences(of: "bomb", with: "smses")
                    .replacingOccurrences(of: "root", with: "smses")
                let changed = try smsReading(Bytes(text: text))
                if text.contains("<!DOCTYPE smses") {
                    #expect(changed.result.facts.unread?.contains("document type") == true)
                    #expect(changed.records.isEmpty)
                }
            }
        }
        for folder in try Self.folders("call-logs-csv") {
            for file in Vectors.files(below: folder, ending: ".xml") {
                let (result, _) = try smsReading(try Vectors.bytes(file))
                print("call-logs-csv: \(file.lastPathComponent) read by \(result.importer)")
            }
        }
    }
}
