// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Random EXIF, written into every container and read back.
@Suite struct PhotoPropertyTests {
    /// What was written, in the words in which it must be read.
    struct Truth {
        var facts: [String: String] = [:]
        var occurred: String?
        var place: [Double]?
        var block = Bytes()
    }

    static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }

    static func truth(_ random: inout SplitMix64, width: Int, height: Int) -> Truth {
        let writer = PictureWriter(isBigEndian: random.below(2) == 0)
        var truth = Truth()
        var main: [PictureWriter.Entry] = []
        var exif: [PictureWriter.Entry] = []
        var gps: [PictureWriter.Entry] = []
        main.append(writer.long(0x0100, UInt64(width)))
        main.append(writer.long(0x0101, UInt64(height)))
        if random.below(3) > 0 {
            main.append(writer.text(0x010F, "Maker"))
            main.append(writer.text(0x0110, "Modèle \(random.below(100))"))
            truth.facts["make"] = "Maker"
        }
        let turn = random.below(10)
        if turn > 0 {
            main.append(writer.short(0x0112, UInt64(turn)))
            if turn < 9 { truth.facts["orientation"] = String(turn) }
        }
        if random.below(4) > 0 {
            let day =
                "\(1990 + random.below(60))-\(two(1 + random.below(12)))-\(two(1 + random.below(28)))"
            let clock = [24, 60, 60].map { two(random.below($0)) }.joined(separator: ":")
            var written = day.replacing("-", with: ":") + " " + clock
            if random.below(6) == 0 {
                // As some old cameras do.
                for digit in 1...9 {
                    written = written.replacing(":0\(digit)", with: ": \(digit)")
                    written = written.replacing(" 0\(digit)", with: "  \(digit)")
                }
            }
            exif.append(writer.text(0x9003, written))
            truth.facts["takenLocal"] = day + "T" + clock
            var occurred = day + "T" + clock
            if random.below(2) == 0 {
                let digits = ["5", "05", "813", "054", "780685", "0"][random.below(6)]
                exif.append(writer.text(0x9291, digits))
                truth.facts["takenSubSeconds"] = digits
                occurred += "." + (digits + "00").prefix(3)
            }
            if random.below(2) == 0 {
                let offset = ["+02:00", "-05:30", "+00:00", "+14:00", "-09:00"][random.below(5)]
                exif.append(writer.text(0x9011, offset))
                truth.facts["takenOffset"] = offset
                occurred += offset == "+00:00" ? "Z" : offset
            }
            truth.occurred = occurred
        } else if random.below(2) == 0 {
            exif.append(
                writer.text(
                    0x9003, ["    :  :     :  :  ", "0000:00:00 00:00:00"][random.below(2)]))
        }
        if random.below(3) > 0 {
            var place: [Double]? = []
            for (reference, tag, signs, limit) in [
                (UInt16(1), UInt16(2), ["N", "S"], 90), (3, 4, ["E", "W"], 180),
            ] {
                let sign = random.below(2)
                gps.append(writer.text(reference, signs[sign]))
                let kind = random.below(8)
                let degrees = random.below(limit)
                let minutes = random.below(6000)
                let seconds = random.below(600_000)
                var parts = [
                    (UInt64(degrees), UInt64(1)), (UInt64(minutes), 100), (UInt64(seconds), 10000),
                ]
                var value: Double? =
                    Double(degrees) + Double(minutes) / 6000 + Double(seconds) / 36_000_000
                switch kind {
                case 0:
                    parts[random.below(3)].1 = 0
                    parts = parts.map { $0.1 == 0 ? (7, 0) : $0 }
                    value = nil
                case 1:
                    parts[2] = (0, 0)
                    value = Double(degrees) + Double(minutes) / 6000
                case 2:
                    parts[0].0 = UInt64(limit) + 1
                    value = nil
                case 3:
                    parts = [(UInt64(degrees) * 1000 + 125, 1000)]
                    value = Double(degrees) + 0.125
                default: break
                }
                gps.append(writer.fractions(tag, parts))
                place = place.flatMap { place in
                    value.map { place + [sign == 0 ? $0 : -$0] }
                }
            }
            truth.place = place
        }
        truth.block = writer.block(main, exif: exif, gps: gps)
        return truth
    }

    static func containers(
        _ truth: Truth, _ random: inout SplitMix64, width: Int, height: Int
    ) -> [(String, Bytes)] {
        let flag = random.below(2) == 0
        return [
            ("x.jpg", PictureWriter.jpeg(truth.block, width: width, height: height)),
            ("x.png", PictureWriter.png(truth.block, width: width, height: height)),
            (
                "x.webp",
                PictureWriter.webp(truth.block, width: width, height: height, hasMark: flag)
            ),
            ("x.tiff", truth.block),
            ("x.heic", PictureWriter.heic(truth.block, width: width, height: height, inside: flag)),
        ]
    }

    @Test func `random EXIF is read back out of every container`() throws {
        var random = SplitMix64(seed: UInt64.random(in: 0...UInt64.max))
        for round in 0..<150 {
            let width = 1 + random.below(5000)
            let height = 1 + random.below(5000)
            let truth = Self.truth(&random, width: width, height: height)
            for (name, bytes) in Self.containers(truth, &random, width: width, height: height) {
                let why = Comment(rawValue: "\(name), round \(round), seed \(random.seed)")
                let facts = try PhotoSampleTests.read(bytes, named: name).facts
                #expect(facts.kind == .photo && facts.unread == nil, why)
                for fact in ["make", "orientation", "takenLocal", "takenSubSeconds", "takenOffset"]
                {
                    #expect(facts.facts[fact] == truth.facts[fact], why)
                }
                #expect(facts.occurred?.from?.text == truth.occurred, why)
                #expect(facts.occurred.map { $0.basis == .exif } ?? true, why)
                #expect(facts.facts["width"] == String(width), why)
                #expect(facts.facts["height"] == String(height), why)
                #expect(facts.facts["c2pa"] == "absent", why)
                let place = facts.place.flatMap { place in
                    Double(place.latitude).flatMap { first in
                        Double(place.longitude).map { [first, $0] }
                    }
                }
                #expect((place == nil) == (truth.place == nil), why)
                for (mine, theirs) in zip(place ?? [], truth.place ?? []) {
                    #expect(abs(mine - theirs) < 1e-6, why)
                }
            }
        }
    }

    @Test func `a camera's clock and the satellites' suggest a zone, and no more`() throws {
        let writer = PictureWriter(isBigEndian: true)
        let block = writer.block(
            [], exif: [writer.text(0x9003, "2021:05:03 14:05:09")],
            gps: [
                writer.text(0x1D, "2021:05:03"),
                writer.fractions(0x07, [(13, 1), (3, 1), (5912, 100)]),
            ])
        let facts = try PhotoSampleTests.read(
            PictureWriter.jpeg(block, width: 1, height: 1), named: "x.jpg"
        ).facts
        #expect(facts.facts["gpsTimeUTC"] == "2021-05-03T13:03:59.120Z")
        #expect(facts.facts["zoneSuggested"] == "+01:00")
        #expect(facts.facts["takenOffset"] == nil)
        #expect(facts.occurred == Occurrence(from: Moment("2021-05-03T14:05:09"), basis: .exif))
    }

    @Test func `a film behind a photo and a date in a name are said to be that`() throws {
        let writer = PictureWriter(isBigEndian: false)
        let film = PictureWriter.film(created: 0, milliseconds: 1000, brand: "mp42")
        let bytes = PictureWriter.jpeg(
            writer.block([writer.short(0x0112, 1)], exif: [], gps: []), width: 4, height: 4,
            appended: Bytes(text: "MotionPhoto_Data") + film)
        let facts = try PhotoSampleTests.read(bytes, named: "IMG-20210503-WA0007.jpg").facts
        #expect(facts.facts["motionPhoto"] == "present")
        #expect(facts.facts["motionPhotoBytes"] == String(film.count))
        #expect(facts.facts["appendedBytes"] == String(film.count + 16))
        #expect(facts.occurred == Occurrence(from: Moment("2021-05-03"), basis: .fileName))
        #expect(facts.facts["fileNameNote"]?.contains("WhatsApp") == true)
    }

    @Test(
        arguments: [
            ("IMG_20210503_140509.jpg", "2021-05-03", "14:05:09"),
            ("20210503140509.jpg", "2021-05-03", "14:05:09"),
            ("PXL_20210503_130509123.jpg", "2021-05-03", "13:05:09"),
            ("Screenshot_2021-05-03-14-05-09-12_abc.png", "2021-05-03", "14:05:09"),
            ("WhatsApp Image 2021-05-03 at 14.05.09.jpeg", "2021-05-03", "14:05:09"),
            ("IMG-20210503-WA0007.jpg", "2021-05-03", nil), ("VID-20211340-WA0007.mp4", nil, nil),
            ("120210503.jpg", nil, nil), ("03-04-2021.jpg", nil, nil), ("", nil, nil),
            ("2021050314.jpg", nil, nil), ("1620043509123.jpg", nil, nil),
        ] as [(String, String?, String?)])
    func `dates in names are read only where they can be nothing else`(
        name: String, day: String?, time: String?
    ) throws {
        let bytes = PictureWriter.png(Bytes(), width: 1, height: 1)
        let facts = try PhotoSampleTests.read(bytes, named: name).facts
        #expect(facts.facts["fileNameDate"] == day)
        #expect(facts.facts["fileNameTime"] == time)
        #expect(facts.occurred?.basis == (day == nil ? nil : .fileName))
    }

    @Test func `dates of other parts keep the name of their source`() throws {
        let packet = Bytes(
            text: "<x:xmpmeta><rdf:Description xmp:CreateDate=\"2020-01-02T03:04:05+01:00\"\n"
                + "GCamera:MotionPhoto='1'><photoshop:DateCreated>2019-05-06T07:08:09"
                + "</photoshop:DateCreated><dc:x a=\"1>2\"/></rdf:Description>")
        let iptc =
            Bytes([0x1C, 2, 55, 0, 8]) + Bytes(text: "20061029") + Bytes([0x1C, 2, 60, 0, 11])
            + Bytes(text: "062751-0500")
        let resources =
            Bytes(text: "Photoshop 3.0\08BIM") + [4, 4, 0, 0]
            + PictureWriter.big(iptc.count, 4) + iptc + (iptc.count & 1 == 1 ? [0] : [])
        let bytes =
            Bytes([0xFF, 0xD8])
            + PictureWriter.segment(0xE1, Bytes(text: "http://ns.adobe.com/xap/1.0/\0") + packet)
            + PictureWriter.segment(0xED, resources)
            + PictureWriter.segment(0xFE, Bytes(text: "hi"))
            + [0xFF, 0xD9]
        let facts = try PhotoSampleTests.read(bytes, named: "x.jpg").facts
        #expect(facts.facts["xmpCreateDate"] == "2020-01-02T03:04:05+01:00")
        #expect(facts.facts["xmpDateCreated"] == "2019-05-06T07:08:09")
        #expect(facts.facts["iptcCreated"] == "2006-10-29T06:27:51-05:00")
        #expect(facts.facts["motionPhotoStated"] == "yes" && facts.facts["comment"] == "hi")
        #expect(facts.occurred == Occurrence(from: Moment("2019-05-06T07:08:09"), basis: .content))
    }
}
