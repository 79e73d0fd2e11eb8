// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import MediaProbe
import StrictCoding
import Synchronization
import Testing

/// Other people's recordings and films against what independent tools read in them.
@Suite struct MediaSampleTests {
    struct Expected: Decodable {
        let cases: [Case]
    }

    struct Case: Decodable {
        struct Tool: Decodable {
            let format: String?
            let duration: String?
            let creation_time: String?
        }

        let id: String
        let format: String
        let files: [String]
        let tool: Tool?
        let container: String?
        let seconds: Double?
        let latitude: Double?
        let longitude: Double?

        private enum Key: String, CodingKey {
            case id, format, files, expect
            case ffprobe, mediainfo, exiftool
            case container = "Format"
            case seconds = "Duration"
            case latitude = "Composite:GPSLatitude"
            case longitude = "Composite:GPSLongitude"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            id = try values.decode(String.self, forKey: .id)
            format = try values.decode(String.self, forKey: .format)
            files = try values.decodeIfPresent([String].self, forKey: .files) ?? []
            let expect = try? values.nestedContainer(keyedBy: Key.self, forKey: .expect)
            tool = try? expect?.decodeIfPresent(Tool.self, forKey: .ffprobe)
            let info = try? expect?.nestedContainer(keyedBy: Key.self, forKey: .mediainfo)
            container = try? info?.decodeIfPresent(String.self, forKey: .container)
            seconds = (try? info?.decodeIfPresent(String.self, forKey: .seconds)).flatMap(
                Double.init)
            let place = try? expect?.nestedContainer(keyedBy: Key.self, forKey: .exiftool)
            latitude = try? place?.decodeIfPresent(Double.self, forKey: .latitude)
            longitude = try? place?.decodeIfPresent(Double.self, forKey: .longitude)
        }
    }

    /// Differences that `docs/imports.md` explains, by the file and the fact.
    static let explained: Set<String> = ["mutagen/empty.aac duration"]

    static func differences(_ facts: ReadFacts, _ one: Case) -> [String: String] {
        var found: [String: String] = [:]
        func compare(_ name: String, _ mine: String?, _ theirs: String?) {
            if mine != theirs { found[name] = "\(mine ?? "-") not \(theirs ?? "-")" }
        }
        compare("container", facts.facts["container"], one.container)
        let mine = facts.facts["durationMilliseconds"].flatMap(Double.init).map { $0 / 1000 }
        let length = one.seconds ?? one.tool?.duration.flatMap(Double.init)
        if let length, abs((mine ?? -1) - length) > 0.0021 {
            found["duration"] = "\(mine.map { "\($0)" } ?? "-") not \(length)"
        }
        if let created = one.tool?.creation_time {
            let mine = facts.facts["containerCreated"] ?? facts.facts["masteredDate"]
            compare(
                "created", mine.map { String($0.prefix(19)).replacing("T", with: " ") },
                String(created.prefix(19)).replacing("T", with: " "))
        }
        if let latitude = one.latitude, let longitude = one.longitude {
            let mine = facts.place.flatMap { place in
                Double(place.latitude).flatMap { first in
                    Double(place.longitude).map { (first, $0) }
                }
            }
            let isNear = mine.map {
                abs($0.0 - latitude) < 2e-5 && abs($0.1 - longitude) < 2e-5
            }
            if isNear != true {
                found["gps"] = "\(facts.facts["gps"] ?? "-") not \(latitude),\(longitude)"
            }
        }
        return found
    }

    @Test func `every recording and film is as other tools read it`() throws {
        var files = 0
        var understood = 0
        var lines: [String] = []
        for source in try PhotoSampleTests.sources("video-audio") {
            let expected = try Vectors.json(
                source.appending(path: "EXPECTED.json"), as: Expected.self)
            for one in expected.cases where one.format == "media" {
                guard let name = one.files.first else { continue }
                files += 1
                let result = try PhotoSampleTests.read(source.appending(path: name))
                if result.facts.unread == nil, result.importer == "media" { understood += 1 }
                for (fact, text) in Self.differences(result.facts, one).sorted(by: <) {
                    let key = "\(source.lastPathComponent)/\(one.id) \(fact)"
                    let isExplained = Self.explained.contains(key)
                    lines.append("  \(key): \(text)\(isExplained ? " (explained)" : "")")
                    #expect(isExplained, "\(key): \(text)")
                }
                if let why = result.facts.unread { lines.append("  \(one.id): unread: \(why)") }
            }
        }
        guard files > 0 else { return }
        print("video-audio: \(files) files, \(understood) understood to the end, differences:")
        print(lines.isEmpty ? "  none" : lines.joined(separator: "\n"))
    }

    @Test func `voicemail has a length, and a date only where its name has one`() throws {
        guard let folder = Samples.folder("voicemail") else { return }
        for file in Vectors.files(below: folder, ending: ".mp3") {
            let facts = try PhotoSampleTests.read(file).facts
            #expect(facts.kind == .audio && facts.unread == nil)
            #expect(facts.facts["durationMilliseconds"].flatMap(Int.init) ?? 0 > 1000)
            #expect(facts.occurred?.basis == .fileName && facts.facts["fileNameTime"] != nil)
        }
        let frames = [UInt8](repeating: 0x3C, count: 1) + [UInt8](repeating: 0, count: 31)
        let silence = [UInt8](repeating: 0x44, count: 1) + [UInt8](repeating: 0, count: 5)
        var bytes = Bytes(text: "#!AMR\n")
        for _ in 0..<50 { bytes += frames }
        for _ in 0..<100 { bytes += silence }
        let facts = try PhotoSampleTests.read(bytes, named: "voicemail.amr").facts
        #expect(facts.facts["durationMilliseconds"] == "3000" && facts.occurred == nil)
        #expect(facts.kind == .audio && facts.unread == nil)
        let cut = try PhotoSampleTests.read(bytes.slice(0..<(bytes.count - 2)), named: "v.amr")
            .facts
        #expect(cut.facts["durationMilliseconds"] == "2980" && cut.unread != nil)
    }

    @Test func `a film's own date with an offset is better than its header's`() throws {
        func item(_ number: Int, _ text: String) -> Bytes {
            let data = PictureWriter.box(
                "data", PictureWriter.big(1, 4) + [0, 0, 0, 0] + Bytes(text: text))
            return PictureWriter.big(data.count + 8, 4) + PictureWriter.big(number, 4) + data
        }
        let names = ["creationdate", "location.ISO6709", "make", "model"]
        let keys = names.reduce(PictureWriter.big(0, 4) + PictureWriter.big(names.count, 4)) {
            $0 + PictureWriter.box("mdta", Bytes(text: "com.apple.quicktime." + $1))
        }
        let list =
            item(1, "2021-05-03T14:05:09+0100") + item(2, "+51.5001-000.1262+010.5/")
            + item(3, "Apple") + item(4, "iPhone 12")
        let meta = PictureWriter.box(
            "meta",
            PictureWriter.box("hdlr", Bytes(repeating: 0, count: 24))
                + PictureWriter.box("keys", keys) + PictureWriter.box("ilst", list))
        let created = 1_620_047_109 + 2_082_844_800
        let bytes = PictureWriter.film(
            created: created, milliseconds: 4500, brand: "qt  ", more: meta)
        let facts = try PhotoSampleTests.read(bytes, named: "IMG_0001.MOV").facts
        #expect(
            facts.occurred
                == Occurrence(from: Moment("2021-05-03T14:05:09+01:00"), basis: .container))
        #expect(facts.facts["containerCreated"] == "2021-05-03T13:05:09Z")
        #expect(facts.facts["creationTimeNote"] != nil && facts.facts["c2pa"] == "absent")
        #expect(
            facts.place == PlaceSeen(latitude: "51.5001", longitude: "-0.1262", altitude: "10.5"))
        #expect(facts.device == "Apple iPhone 12")
        #expect(facts.facts["durationMilliseconds"] == "4500")

        let plain = PictureWriter.film(created: created, milliseconds: 4500)
        let other = try PhotoSampleTests.read(plain, named: "x.mp4").facts
        #expect(
            other.occurred == Occurrence(from: Moment("2021-05-03T13:05:09Z"), basis: .container))
        let unset = try PhotoSampleTests.read(
            PictureWriter.film(created: 2_082_844_800, milliseconds: 1), named: "x.mp4"
        ).facts
        #expect(unset.occurred == nil && unset.facts["creationTimeNote"] != nil)
    }

    @Test func `a table that states more than it holds is given to no library`() throws {
        for (type, content) in [
            ("trun", Bytes([0, 0, 0x0A, 5, 0x23, 0, 0, 3]) + Bytes(repeating: 0, count: 32)),
            ("trun", Bytes([0, 0, 0, 0, 0x23, 0, 0, 3])),
        ] {
            let fragment = PictureWriter.box(
                "moof", PictureWriter.box("traf", PictureWriter.box(type, content)))
            let bytes =
                PictureWriter.film(created: 3_700_000_000, milliseconds: 2000) + fragment
            let facts = try PhotoHostileTests.quick(bytes, "x.mp4")
            #expect(facts.unread?.hasPrefix("its tables") == true)
            #expect(facts.facts["durationMilliseconds"] == "2000" && facts.occurred != nil)
        }
    }

    /// Left to choose, the library follows lists of films; held to one parser it does not.
    @Test func `no file that a list names is looked for`() throws {
        let named = FileManager.default.temporaryDirectory.appending(
            path: "keepsake-named-\(UInt64.random(in: 0...UInt64.max)).mp4")
        defer { try? FileManager.default.removeItem(at: named) }
        try Data(PictureWriter.film(created: 1, milliseconds: 77_000)).write(to: named)
        let lists = [
            "#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:77,\n\(named.path())\n",
            "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period>"
                + "<AdaptationSet><Representation id=\"1\"><BaseURL>\(named.path())</BaseURL>"
                + "</Representation></AdaptationSet></Period></MPD>",
        ]
        for form in MediaProbe.Form.allCases {
            for list in lists {
                let source = MemorySource(Bytes(text: list))
                let reading = try MediaProbe.read(source, as: form)
                #expect(reading.container == nil && reading.duration == nil, "\(form)")
                #expect(reading.tracks.isEmpty, "\(form)")
            }
        }
    }

    /// A gigabyte that is nearly all zeros, and counts what is asked of it.
    final class WideSource: SeekableSource {
        let size: UInt64 = 1 << 30
        private let front: Bytes
        private let back: Bytes
        private let counted = Mutex(0)

        var read: Int { counted.withLock { $0 } }

        init(front: Bytes, back: Bytes) {
            self.front = front
            self.back = back
        }

        func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
            guard offset < size else { return 0 }
            let count = Int(min(UInt64(buffer.count), size - offset))
            counted.withLock { $0 += count }
            buffer.replaceSubrange(0..<count, with: repeatElement(0, count: count))
            for (start, part) in [(UInt64(0), front), (size - UInt64(back.count), back)] {
                for index in part.indices {
                    let place = start + UInt64(index)
                    if place >= offset, place < offset + UInt64(count) {
                        buffer[Int(place - offset)] = part[index]
                    }
                }
            }
            return count
        }
    }

    @Test func `of a film of a gigabyte only a small part is read`() throws {
        let whole = PictureWriter.film(created: 3_700_000_000, milliseconds: 90_000)
        let type = whole.slice(0..<20)
        let movie = whole.slice(20..<whole.count)
        let size = (1 << 30) - type.count - movie.count
        let source = WideSource(
            front: type + PictureWriter.big(size, 4) + Bytes(text: "mdat"), back: movie)
        let input = try IntakeInput(files: [IntakeFile(name: "x.mp4", source: source)])
        let result = try Intake.read(input, to: RecordList())
        #expect(result.facts.facts["durationMilliseconds"] == "90000")
        #expect(result.facts.occurred?.from?.text == "2021-03-31T01:46:40Z")
        #expect(source.read < 100 << 20, "\(source.read)")
    }
}
