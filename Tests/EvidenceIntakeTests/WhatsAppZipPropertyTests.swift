// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// Random exports with their files, as phones pack them, are read back to what was packed.
@Suite struct WhatsAppZipPropertyTests {
    /// A file as the chat names it, and what became of it.
    private struct File {
        var name: String
        var content: Bytes
        var isPacked: Bool
        var isNamed: Bool
    }

    private static func name(
        _ number: Int, isPhone: Bool, _ random: inout SplitMix64
    ) -> String {
        let title = [
            "Vertrag (1)", "école", "e\u{301}cole", "Отчёт", "تقرير", "a\u{200e}b",
            "x \u{2068}y\u{2069} z",
            "no. 7", "😀",
        ][random.below(9)]
        let digits = String(repeating: "0", count: 4 - String(number).utf8.count) + "\(number)"
        guard isPhone else {
            switch random.below(3) {
            case 0: return "IMG-20260428-WA\(digits).jpg"
            case 1: return "PTT-20260428-WA\(digits).opus"
            default: return "\(title) \(number).pdf"
            }
        }
        return random.oneIn(2)
            ? "0000\(digits)-PHOTO-2026-04-28-10-00-00.jpg" : "0000\(digits)-\(title).pdf"
    }

    private static func content(_ random: inout SplitMix64) -> Bytes {
        switch random.below(5) {
        case 0: Bytes()
        case 1: random.bytes(66_000 + random.below(70_000))
        default: random.bytes(1 + random.below(2000))
        }
    }

    @Test func `random exports with their files are read back to what was packed`() throws {
        try withSeeds(40) { random, seed in
            let isPhone = random.oneIn(2)
            let lineEnd = isPhone && random.oneIn(2) ? "\r\n" : "\n"
            let folder = random.oneIn(3) ? "WhatsApp Chat - Ex/" : ""
            var files: [File] = []
            var text = ""
            for number in 1...(20 + random.below(20)) {
                let day = 13 + number / 4
                let time = "1\(number % 10):0\(number % 6)"
                text +=
                    isPhone
                    ? (random.oneIn(3) ? "\u{200e}" : "") + "[\(day)/04/2026, \(time):11] Ex: "
                    : "\(day)/04/2026, \(time) - Ex: "
                guard random.oneIn(3) else {
                    text += "words (file \(number))" + lineEnd
                    continue
                }
                let file = File(
                    name: Self.name(number, isPhone: isPhone, &random),
                    content: Self.content(&random),
                    isPacked: !random.oneIn(4), isNamed: true)
                files.append(file)
                text +=
                    isPhone
                    ? "\u{200e}<attached: \(file.name)>"
                    : (random.oneIn(2) ? "\u{200e}" : "") + file.name + " (file attached)"
                text += lineEnd
            }
            for number in 0..<random.below(3) {
                files.append(
                    File(
                        name: "loose \(number).bin", content: Self.content(&random), isPacked: true,
                        isNamed: false))
            }
            var zip = ZipMaker()
            func form() -> ZipMaker.Form {
                ZipMaker.Form(
                    isDeflated: random.oneIn(2), hasDescriptor: random.oneIn(2),
                    saysUTF8: random.oneIn(2))
            }
            let chatFirst = random.oneIn(2)
            let chat = folder + (isPhone ? "_chat.txt" : "WhatsApp Chat with Ex.txt")
            if chatFirst { zip.add(chat, Bytes(text: text), form()) }
            for file in files where file.isPacked {
                // What an archive is called on a disk may lack the marks that the chat shows.
                let stripped = String(
                    String.UnicodeScalarView(
                        file.name.unicodeScalars.filter {
                            !["\u{200e}", "\u{2068}", "\u{2069}"].contains($0)
                        }))
                zip.add(folder + (random.oneIn(2) ? stripped : file.name), file.content, form())
                if random.oneIn(5) {
                    zip.add("__MACOSX/" + folder + "._" + file.name, [1, 2, 3], form())
                }
            }
            if !chatFirst { zip.add(chat, Bytes(text: text), form()) }
            let list = RecordList()
            let input = try IntakeInput(files: [
                IntakeFile(name: "WhatsApp Chat - Ex.zip", source: MemorySource(zip.finished()))
            ])
            let result = try Intake.read(input, to: list)
            try #require(result.importer == "whatsapp-zip", "seed \(seed)")
            try #require(result.facts.unread == nil, "seed \(seed)")
            let seen = list.records.flatMap(\.attachments)
            let named = files.filter(\.isNamed)
            try #require(seen.map(\.name) == named.map(\.name), "seed \(seed)")
            for (one, file) in Swift.zip(seen, named) {
                try #require(
                    one.status == (file.isPacked ? .resolved : .missing),
                    "seed \(seed), \(file.name)")
                guard file.isPacked else { continue }
                try #require(one.size == UInt64(file.content.count), "seed \(seed)")
                try #require(
                    one.sha256 == SHA256Hasher.digest(of: file.content.span), "seed \(seed)")
            }
            let loose = files.filter { !$0.isNamed }
            try #require(result.facts.attachments.count == loose.count, "seed \(seed)")
            try #require(
                result.facts.attachments.map { $0.sha256 }
                    == loose.map { SHA256Hasher.digest(of: $0.content.span) }, "seed \(seed)")
        }
    }
}
