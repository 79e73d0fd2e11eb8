// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Other people's exports, against what independent tools made of them.
@Suite struct WhatsAppSampleTests {
    private struct Expected: Decodable {
        struct Case: Decodable {
            var id: String
            var format: String
            var files: [String]
            var expect: Expect
        }

        struct Expect: Decodable {
            var layouts: [String: Int]?
            var dateOrder: String?
            var records: Int?
            var senders: [String: Int]?
            var recordsWithoutSender: Int?
            var multiLineRecords: Int?
            var attachmentNames: [String]?
            var mediaOmittedLines: Int?
            var localTimes: Times?
            var localTimesIfDayFirst: Times?
            var localTimesIfMonthFirst: Times?
            var lineEnding: String?
            var chat: Box?
            var entries: [Entry]?
        }

        final class Box: Decodable {
            let value: Expect
            init(from decoder: any Decoder) throws { value = try Expect(from: decoder) }
        }

        struct Entry: Decodable {
            var name: String
            var size: UInt64
            var sha256: String
        }

        struct Times: Decodable {
            var firstInFile: String
            var lastInFile: String
            var min: String
            var max: String
        }

        var cases: [Case]
    }

    /// What differs, and why that is right; each stands in docs/imports.md too.
    private static let explained: [String: Set<String>] = [
        // One day only: its dates are possible in both orders, and the expectation's was set by hand.
        "WhatsApp Chat with Group Chat XXX Android.txt": ["dateOrder"],
        // Its records end in CRLF, and the lines within a message in LF alone.
        "whatsapp-chat-parser-example.zip": ["lineEnding"],
    ]

    @Test func `every sample is read as others read it`() throws {
        guard let folder = Samples.folder("whatsapp") else { return }
        var table = "format | file | read | understood | differences\n"
        var unexplained: [String] = []
        for file in Vectors.files(below: folder, ending: "EXPECTED.json") {
            let expected = try Vectors.json(file, as: Expected.self)
            for found in expected.cases where found.format.hasPrefix("whatsapp") {
                for name in found.files {
                    let url = file.deletingLastPathComponent().appending(path: name)
                    let list = RecordList()
                    let input = try IntakeInput(files: [
                        IntakeFile(name: name, source: MemorySource(try Vectors.bytes(url)))
                    ])
                    let result = try Intake.read(input, to: list)
                    let differences = Self.differences(
                        found.expect.chat?.value ?? found.expect, list.records, result,
                        entries: found.expect.entries)
                    let counts = result.facts.counts
                    table +=
                        "\(found.format) | \(name) | \(counts.read) | \(counts.understood) | "
                        + differences.joined(separator: "; ") + "\n"
                    let known = Self.explained[name] ?? []
                    unexplained += differences.filter { difference in
                        !known.contains { difference.hasPrefix($0) }
                    }.map { name + ": " + $0 }
                }
            }
        }
        print(table)
        #expect(unexplained.isEmpty, "\(unexplained.joined(separator: "\n"))")
    }

    private static func differences(
        _ expect: Expected.Expect, _ records: [MessageRecord], _ result: IntakeResult,
        entries: [Expected.Entry]?
    ) -> [String] {
        var differences: [String] = []
        func compare<Value: Equatable>(_ what: String, _ ours: Value, _ theirs: Value?) {
            if let theirs, ours != theirs {
                differences.append("\(what) \(ours) not \(theirs)")
            }
        }
        if expect.records == 0, !result.importer.hasPrefix("whatsapp") { return [] }
        guard result.importer.hasPrefix("whatsapp") else { return ["importer \(result.importer)"] }
        let facts = result.facts.facts
        let kept = records.filter { $0.kind != .raw }
        compare("records", kept.count, expect.records)
        let order =
            ["ambiguous", "per line"].contains(expect.dateOrder) ? "undecided" : expect.dateOrder
        compare("dateOrder", facts["dateOrder"] ?? "", order)
        var senders: [String: Int] = [:]
        for record in kept {
            if let name = record.sender ?? record.facts["under"] { senders[name, default: 0] += 1 }
        }
        compare("senders", senders, expect.senders)
        compare(
            "multiLineRecords", kept.filter { $0.text.contains("\n") }.count,
            expect.multiLineRecords)
        compare(
            "attachmentNames",
            kept.flatMap(\.attachments).filter { $0.status != .omitted }.compactMap(\.name),
            expect.attachmentNames)
        compare(
            "mediaOmittedLines",
            kept.flatMap(\.attachments).filter { $0.status == .omitted }.count,
            expect.mediaOmittedLines)
        compare("lineEnding", facts["lineEnding"] ?? "", expect.lineEnding)
        if let times = expect.localTimes {
            let ours = kept.compactMap { $0.time?.text ?? $0.readings.first?.text }
            if order != "undecided", facts["dateOrder"] != "undecided" {
                compare("localTimes.first", ours.first ?? "", times.firstInFile)
                compare("localTimes.last", ours.last ?? "", times.lastInFile)
                compare("localTimes.min", ours.min() ?? "", times.min)
                compare("localTimes.max", ours.max() ?? "", times.max)
            }
        }
        if let days = expect.localTimesIfDayFirst, let months = expect.localTimesIfMonthFirst {
            let ours = kept.first?.readings.map(\.text).sorted() ?? []
            compare("readings", ours, [days.firstInFile, months.firstInFile].sorted())
        }
        for attachment in kept.flatMap(\.attachments) where attachment.status == .resolved {
            let entry = entries?.first { $0.name == attachment.name }
            compare("size", attachment.size ?? 0, entry?.size)
            compare("sha256", attachment.sha256?.hex ?? "", entry?.sha256)
            if entry == nil { differences.append("resolved \(attachment.name ?? "") is no entry") }
        }
        return differences
    }
}
