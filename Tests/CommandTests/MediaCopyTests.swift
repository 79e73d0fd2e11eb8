// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Pictures and sound that a plain computer does not show, in a bundle made by the commands.
@Suite struct MediaCopyTests {
    /// A picture of a phone, a recording of one, a picture that needs no copy and one that is broken.
    private func keep(_ house: Household) throws -> String {
        #expect(try house.keepsake("new").status == 0)
        let made = try house.system(
            "sh", "-c",
            "mkdir in && ffmpeg -v error -f lavfi -i testsrc=s=900x600 -frames:v 1 in/plain.png && "
                + "heif-enc -q 80 in/plain.png -o in/phone.heic && "
                + "head -c 3000 in/phone.heic > in/broken.heic")
        #expect(made.status == 0, "\(made.errorText)")
        var speech = Data("#!AMR\n".utf8)
        for _ in 0..<100 { speech += Data([0x3C]) + Data(repeating: 0x55, count: 31) }
        try speech.write(to: URL(filePath: house.folder + "/in/voice.amr"))
        #expect(try house.keepsake("add", "in").status == 0)
        _ = try house.program("keepsake", ["identity", "new", "-o", "me.key"]).run()
        let key = String(decoding: try #require(house.read("me.key")), as: UTF8.self)
        return String(try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output)
    }

    private func open(_ house: Household, _ name: String) throws -> (folder: String, [String]) {
        let opened = try house.system(
            "sh", "-c",
            "mkdir x\(name) && cd x\(name) && unzip -q ../\(name) && "
                + "age -d -i ../me.key -o e.zip evidence.zip.age && unzip -q e.zip")
        #expect(opened.status == 0, "\(opened.errorText)")
        let folder = "x\(name)/evidence/data"
        return (folder, try house.files(below: folder).sorted())
    }

    @Test func `pictures and sound lie beside their originals as ones that a plain computer shows`()
        throws
    {
        try Household.lend { house in
            let recipient = try keep(house)
            let sealed = try house.keepsake(
                "seal", "--everything", "--for", recipient, "-o", "b.zip", "--json")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let summary = try #require(objects(in: sealed).first)
            let copies = try #require(summary["readable"]?["copies"]?.array)
            #expect(copies.count == 2, "\(sealed.outText)")
            let failed = try #require(summary["readable"]?["notMade"]?.array)
            #expect(failed.map { $0["why"]?.text } == ["it is damaged and could not be decoded"])
            let (folder, files) = try open(house, "b.zip")
            let picture = try #require(files.first { $0.hasSuffix("/picture.jpg") })
            let sound = try #require(files.first { $0.hasSuffix("/sound.wav") })
            #expect(files.filter { $0.hasSuffix("/ABOUT.txt") }.count == 2)
            for (copy, original) in [(picture, "in/phone.heic"), (sound, "in/voice.amr")] {
                let about = copy.prefix { $0 != "." }.split(separator: "/").dropLast()
                    .joined(separator: "/")
                let text = String(
                    decoding: try #require(house.read("\(folder)/\(about)/ABOUT.txt")),
                    as: UTF8.self)
                for path in [original, "\(folder)/\(copy)"] {
                    let digest = try house.system("sha256sum", path).outText.prefix(64)
                    #expect(digest.count == 64 && text.contains(digest), "\(path): \(text)")
                }
                #expect(text.contains("is derived from EX/"))
                #expect(text.contains("What counts is the original"))
                #expect(text.contains("Made by keepsake-copier of keepsake "))
                #expect(text.contains(copy == picture ? "libheif " : "libavformat "))
            }
            let shape = try house.system(
                "ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height",
                "-of", "csv=p=0", "\(folder)/\(picture)")
            #expect(shape.outText == "mjpeg,900,600\n")
            let length = try house.system(
                "python3", "-c",
                "import wave; w = wave.open('\(folder)/\(sound)'); print(w.getnframes(), w.getframerate())"
            )
            #expect(length.outText == "16000 8000\n", "\(length.errorText)")
            // The report shows the two pictures that there are, small.
            let report = String(
                decoding: try #require(house.read("\(folder)/report/report.html")), as: UTF8.self)
            #expect(report.components(separatedBy: "data:image/jpeg;base64,").count == 3)
            #expect(report.contains("Small copy of EX/"))
            let check = try house.program("keepsake-check", ["b.zip", "-i", "me.key"]).run()
            #expect(check.status == 22, "\(check.outText)")

            let without = try house.keepsake(
                "seal", "--everything", "--without-readable", "--without-report", "--for",
                recipient, "-o", "c.zip", "--json")
            #expect(without.status == 0)
            #expect(try open(house, "c.zip").1.allSatisfy { !$0.contains("readable") })
        }
    }

    // An Opus file of packets of 60 ms that say nothing, 250 to a page.
    private static let silence = """
        import struct, sys
        table = []
        for byte in range(256):
            value = byte << 24
            for _ in range(8):
                value = (value << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if value & 0x80000000 else value << 1
            table.append(value)
        def page(number, flags, granule, packets):
            lacing = bytes(len(packet) for packet in packets)
            head = b"OggS\\0" + struct.pack("<BqIII", flags, granule, 7, number, 0) + bytes([len(lacing)])
            data = head + lacing + b"".join(packets)
            crc = 0
            for byte in data: crc = (crc << 8 & 0xFFFFFFFF) ^ table[crc >> 24 ^ byte]
            return data[:22] + struct.pack("<I", crc) + data[26:]
        pages = [page(0, 2, 0, [b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)]),
                 page(1, 0, 0, [b"OpusTags" + struct.pack("<II", 0, 0)])]
        # Packets of 60 ms that say nothing.
        count = int(sys.argv[2])
        for number in range(count):
            pages.append(page(number + 2, 4 if number == count - 1 else 0, (number + 1) * 250 * 2880, [b"\\x18"] * 250))
        open(sys.argv[1], "wb").write(b"".join(pages))
        """

    @Test func `hours of silence in a few bytes fill no disk`() throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            // Fifty minutes in a hundred kilobytes, beside one of them.
            try house.write("silence.py", Self.silence)
            let made = try house.system(
                "sh", "-c",
                "mkdir in && python3 silence.py in/one.opus 2 && python3 silence.py in/all.opus 200"
            )
            #expect(made.status == 0, "\(made.errorText)")
            #expect(try house.keepsake("add", "in").status == 0)
            try house.write("bpw", "six-short-words\n")
            let before = try Set(house.files())
            let sealed = try house.keepsake(
                "seal", "--everything", "--without-report", "--bundle-passphrase-file", "bpw", "-o",
                "b.zip", "--json")
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let readable = try #require(objects(in: sealed).first?["readable"])
            #expect(readable["copies"]?.array?.count == 1)
            #expect(
                readable["notMade"]?.array?.map { $0["why"]?.text } == [
                    "the copier said more than is taken of one item"
                ], "\(sealed.outText)")
            #expect(try !house.files().contains { $0.contains(".part-") && !before.contains($0) })
            let size = try FileManager.default.attributesOfItem(atPath: house.folder + "/b.zip")
            #expect(size[.size] as? Int ?? .max < 4 << 20)
        }
    }

    @Test(arguments: [String?.none, "/bin/true"])
    func `where the copier is not there or does nothing, the rest is sealed`(
        _ copier: String?
    ) throws {
        try Household.lend { house in
            _ = try keep(house)
            try FileManager.default.createDirectory(
                atPath: house.folder + "/bin", withIntermediateDirectories: true)
            for (from, to) in [
                (BuiltPrograms.path("keepsake-quick"), "keepsake-quick"),
                (BuiltPrograms.path("keepsake-reader"), "keepsake-reader"),
                (copier, "keepsake-copier"),
            ] {
                guard let from else { continue }
                // By a program of its own: one that is started meanwhile would hold the copy open.
                let copied = try house.system("cp", "-L", from, "bin/" + to)
                #expect(copied.status == 0, "\(copied.errorText)")
            }
            try house.write("bpw", "six-short-words\n")
            var run = ProgramRun(
                house.folder + "/bin/keepsake-quick",
                [
                    "seal", "--everything", "--bundle-passphrase-file", "bpw", "-o", "b.zip",
                    "--passphrase-file", "pw",
                ])
            run.environment = house.environment
            run.folder = house.folder
            let sealed = try run.run()
            #expect(sealed.status == 0, "\(sealed.errorText)")
            let why =
                copier == nil
                ? "the program keepsake-copier did not start"
                : "the copier could not be shut in, so it was given nothing"
            // The screen breaks lines.
            let text = sealed.outText.replacingOccurrences(of: "\n", with: " ")
            #expect(text.components(separatedBy: "No readable copy of item").count == 4, "\(text)")
            #expect(text.components(separatedBy: ": \(why).").count == 4, "\(text)")
            #expect(
                text.contains(
                    copier == nil
                        ? "The program keepsake-copier is not beside this one"
                        : "The report has no small picture of 3 items"), "\(sealed.outText)")
        }
    }
}
