// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Other people's photos against what independent tools read in them.
@Suite struct PhotoSampleTests {
    struct Expected: Decodable {
        let cases: [Case]
    }

    struct Case: Decodable {
        let id: String
        let format: String
        let files: [String]
        let expect: Expect

        private enum Key: String, CodingKey {
            case id, format, files, expect
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            id = try values.decode(String.self, forKey: .id)
            format = try values.decode(String.self, forKey: .format)
            files = try values.decodeIfPresent([String].self, forKey: .files) ?? []
            expect = format == "image" ? try values.decode(Expect.self, forKey: .expect) : Expect()
        }
    }

    struct Expect: Decodable {
        var normalized: Normalized?
        var hasC2PA: Bool?
        var width: Int?
        var height: Int?

        private enum Key: String, CodingKey {
            case normalized, hasC2PA
            case width = "File:ImageWidth"
            case height = "File:ImageHeight"
        }

        init() {}

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            normalized = try values.decodeIfPresent(Normalized.self, forKey: .normalized)
            hasC2PA = try values.decodeIfPresent(Bool.self, forKey: .hasC2PA)
            width = try? values.decodeIfPresent(Int.self, forKey: .width)
            height = try? values.decodeIfPresent(Int.self, forKey: .height)
        }
    }

    struct Normalized: Decodable {
        let takenLocal: String?
        let takenOffset: String?
        let gps: [Double]?
        let gpsTimeUTC: String?
        let make: String?
        let model: String?
        let orientation: Int?
    }

    /// Differences that `docs/imports.md` explains, by the file and the fact.
    static let explained: Set<String> = ["exiftool/t-ExifTool.jpg c2pa"]

    /// The samples of a kind: for each of its sources the folder and the file of expectations.
    static func sources(_ kind: String) throws -> [URL] {
        guard let folder = Samples.folder(kind) else { return [] }
        return try Vectors.files(folder).filter {
            FileManager.default.fileExists(atPath: $0.appending(path: "EXPECTED.json").path())
        }
    }

    static func read(_ file: URL) throws -> IntakeResult {
        try read(Vectors.bytes(file), named: file.lastPathComponent)
    }

    static func read(_ bytes: Bytes, named name: String) throws -> IntakeResult {
        let input = try IntakeInput(files: [
            IntakeFile(name: name, source: MemorySource(bytes))
        ])
        let list = RecordList()
        let result = try Intake.read(input, to: list)
        // What is cut or changed may become another format, such as a note.
        if ["photo", "media"].contains(result.importer) { #expect(list.records.isEmpty) }
        // What it gives fits into an entry.
        let kept = try ReadFacts(EntryFields(.object(result.facts.members)))
        #expect(kept == result.facts)
        return result
    }

    /// Each fact in which the two differ.
    static func differences(_ facts: ReadFacts, _ expect: Expect) -> [String: String] {
        var found: [String: String] = [:]
        func compare(_ name: String, _ mine: String?, _ theirs: String?) {
            if mine != theirs { found[name] = "\(mine ?? "-") not \(theirs ?? "-")" }
        }
        guard let normal = expect.normalized else { return [:] }
        compare("takenLocal", facts.facts["takenLocal"], normal.takenLocal)
        compare("takenOffset", facts.facts["takenOffset"], normal.takenOffset)
        compare("make", facts.facts["make"], normal.make)
        compare("model", facts.facts["model"], normal.model)
        compare("orientation", facts.facts["orientation"], normal.orientation.map(String.init))
        compare(
            "c2pa", facts.facts["c2pa"] ?? "absent", expect.hasC2PA == true ? "present" : "absent")
        let place = facts.place.flatMap { place in
            Double(place.latitude).flatMap { north in Double(place.longitude).map { [north, $0] } }
        }
        let isNear = zip(place ?? [], normal.gps ?? []).allSatisfy { abs($0 - $1) < 2e-6 }
        if (place == nil) != (normal.gps == nil) || !isNear {
            found["gps"] = "\(facts.facts["gps"] ?? "-") not \(normal.gps.map { "\($0)" } ?? "-")"
        }
        let mine = facts.facts["gpsTimeUTC"].map { String($0.prefix(19)) }
        let theirs = normal.gpsTimeUTC.map { (text: String) -> String in
            let parts = text.split(separator: " ")
            return parts[0].replacing(":", with: "-") + "T" + String(parts[1].prefix(8))
        }
        compare("gpsTimeUTC", mine, theirs)
        if let width = expect.width, let height = expect.height {
            compare("width", facts.facts["width"], String(width))
            compare("height", facts.facts["height"], String(height))
        }
        return found
    }

    @Test(arguments: ["photo-jpeg", "photo-heic-avif", "photo-png-webp-gif", "photo-c2pa"])
    func `every sample is as other tools read it`(kind: String) throws {
        var files = 0
        var understood = 0
        var lines: [String] = []
        for source in try Self.sources(kind) {
            let expected = try Vectors.json(
                source.appending(path: "EXPECTED.json"), as: Expected.self)
            for one in expected.cases where one.format == "image" {
                guard let name = one.files.first else { continue }
                files += 1
                let result = try Self.read(source.appending(path: name))
                #expect(result.importer == "photo" && result.facts.kind == .photo)
                if result.facts.unread == nil { understood += 1 }
                for (fact, text) in Self.differences(result.facts, one.expect).sorted(by: <) {
                    let key = "\(source.lastPathComponent)/\(one.id) \(fact)"
                    let isExplained = Self.explained.contains(key)
                    lines.append("  \(key): \(text)\(isExplained ? " (explained)" : "")")
                    #expect(isExplained, "\(key): \(text)")
                }
                if let why = result.facts.unread { lines.append("  \(one.id): unread: \(why)") }
            }
        }
        guard files > 0 else { return }
        print("\(kind): \(files) files, \(understood) understood to the end, differences:")
        print(lines.isEmpty ? "  none" : lines.joined(separator: "\n"))
    }
}
