// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import Foundation
import KeepsakeConsole
import Testing

@Suite struct LayoutTests {
    @Test func `long lines break between words`() {
        let text = Layout.wrapped(Array(repeating: "word", count: 40).joined(separator: " "))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 76 })
        #expect(text.split { $0 == " " || $0 == "\n" }.count == 40)
    }

    @Test func `a command is never broken`() {
        let command = "  keepsake seal " + String(repeating: "x y ", count: 40) + "z"
        #expect(Layout.wrapped("Do:\n" + command) == "Do:\n" + command)
    }

    @Test func `facts hang under their first line`() {
        let text = Layout.fact(
            "Sealed by", Array(repeating: "word", count: 20).joined(separator: " "))
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("  Sealed by       word"))
        #expect(lines[1].hasPrefix("                  word"))
    }

    @Test func `columns stand under each other, whatever the script`() {
        let text = Layout.columns(
            [["7", "photo", "14.2 MB"], ["12", "e\u{301}", "3 kB"]], rightAligned: [0, 2])
        #expect(text == "   7  photo  14.2 MB\n  12  e\u{301}         3 kB")
    }

    @Test func `wide signs count twice and combining ones not at all`() {
        #expect(Layout.columns(of: "🌙") == 2)
        #expect(Layout.columns(of: "e\u{301}") == 1)
        #expect(Layout.columns(of: "写真") == 4)
    }

    @Test func `a long name keeps its ends`() {
        let name = String(repeating: "a", count: 60) + ".jpeg"
        let short = Layout.shortened(name, to: 20)
        #expect(Layout.columns(of: short) <= 20)
        #expect(short.hasSuffix(".jpeg"))
        #expect(Layout.shortened("short.txt") == "short.txt")
    }

    @Test(
        arguments: [
            (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (1049, "1.0 kB"),
            (1050, "1.1 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"), (999_400, "999 kB"),
            (999_500, "1.0 MB"),
            (14_200_000, "14.2 MB"), (4_100_000_000, "4.1 GB"), (999_960_000, "1.0 GB"),
        ] as [(UInt64, String)])
    func `sizes are decimal and rounded`(bytes: UInt64, text: String) {
        #expect(SizeText.short(bytes) == text)
    }

    @Test func `exact sizes give every byte`() {
        #expect(SizeText.exact(96_012_345) == "96.0 MB (96,012,345 bytes)")
        #expect(SizeText.short(.max).hasSuffix("EB"))
    }

    @Test func `a moment is shown with its offset, and in UTC for reports`() throws {
        let moment = try #require(Timestamp("2026-11-20T14:02:31.000Z"))
        #expect(LocalTime.utc(moment) == "2026-11-20 14:02 UTC")
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_GB_POSIX")
        format.dateFormat = "d MMM yyyy, HH:mm xxx"
        let date = Date(timeIntervalSince1970: Double(moment.milliseconds) / 1000)
        #expect(LocalTime.text(moment) == format.string(from: date))
    }

    @Test func `the first moments of all do not trap`() {
        for moment in [Timestamp(milliseconds: .min), Timestamp(milliseconds: .max)] {
            #expect(!LocalTime.text(moment).isEmpty)
            #expect(!LocalTime.utc(moment).isEmpty)
        }
    }

    @Test func `a remaining time is guessed after ten seconds only`() {
        let early = Progress.line("Adding", bytes: 5, of: 10, item: 3, of: 12, elapsedSeconds: 9)
        #expect(early == "Adding 3 of 12, 5 bytes of 10 bytes ...")
        let late = Progress.line("Adding", bytes: 5, of: 10, item: 0, of: 0, elapsedSeconds: 30)
        #expect(late == "Adding 5 bytes of 10 bytes, about 30 seconds left ...")
    }

    @Test func `the time before the first byte is not what a byte takes`() throws {
        let pipe = Pipe()
        var now = ContinuousClock.now
        let progress = Progress(
            "Sealing", on: ByteStream(descriptor: pipe.fileHandleForWriting.fileDescriptor),
            now: { now })
        // What is read, copied and printed first takes its hour.
        now += .seconds(3600)
        progress.update(bytes: 4_500, of: 126_000_000)
        now += .seconds(61)
        progress.update(bytes: 63_000_000, of: 126_000_000)
        progress.end()
        try pipe.fileHandleForWriting.close()
        let read = try pipe.fileHandleForReading.readToEnd() ?? Data()
        let text = String(decoding: read, as: UTF8.self)
        #expect(
            text
                == "Sealing 4.5 kB of 126 MB ...\nSealing 63.0 MB of 126 MB, about 1 minute left ...\n"
        )
    }

    @Test func `the table of exit statuses has each of them once and fits`() {
        let lines = Usage.exitStatusTable.split(separator: "\n")
        #expect(lines.count == ExitStatus.allCases.count + 2)
        #expect(lines.allSatisfy { $0.count <= 76 })
    }
}
