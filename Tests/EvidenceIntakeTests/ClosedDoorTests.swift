// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// What works in a process that may do everything can die behind the door: each importer reads the same in
/// the real reader as it does here.
@Suite struct ClosedDoorTests {
    struct Item {
        let label: String
        let files: [(name: String, bytes: Bytes)]
    }

    private static let fixtures = URL(filePath: BuiltPrograms.repository)
        .appending(path: "Fixtures")

    /// Items of our own for every importer, by its name. An importer that is not here fails the test.
    private static func own() throws -> [String: [Item]] {
        func files(_ paths: String...) throws -> [Item] {
            try paths.flatMap { path -> [Item] in
                let place = fixtures.appending(path: path)
                let all =
                    path.hasSuffix("/") ? try Vectors.files(place) : [place]
                return try all.map { file in
                    Item(
                        label: file.lastPathComponent,
                        files: [(file.lastPathComponent, try Vectors.bytes(file))])
                }
            }
        }
        func item(_ name: String, _ bytes: Bytes) -> Item {
            Item(label: name, files: [(name, bytes)])
        }
        let mail =
            "From: Sam <sam@example.org>\nTo: b@example.org\nMessage-ID: <1@example.org>\n"
            + "Date: Mon, 12 Oct 2026 10:00:00 +0200\nSubject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?=\n"
            + "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=koi8-r\n"
            + "Content-Transfer-Encoding: base64\n\n0NLJ18XU\n--x\nContent-Type: image/png; name=a.png\n"
            + "Content-Transfer-Encoding: base64\n\niVBORw0K\n--x--\n"
        let list =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict><key>flags</key>"
            + "<integer>1</integer></dict></plist>\n"
        let chat = try Vectors.bytes(
            fixtures.appending(path: "evidence/chats/WhatsApp Chat with Jonas.txt"))
        var zip = ZipMaker()
        zip.add("_chat.txt", chat, ZipMaker.Form(isDeflated: true, hasDescriptor: true))
        zip.add("IMG-20261008-WA0001.jpg", Bytes(repeating: 9, count: 5000))
        let store = ["chat.db", "chat.db-wal"]
        return [
            "sms-backup": try files("imports/sms/", "evidence/chats/sms-20261008.xml"),
            "whatsapp": [item("WhatsApp Chat with Jonas.txt", chat)],
            "whatsapp-zip": [item("WhatsApp Chat - Jonas.zip", zip.finished())],
            "photo": try files("evidence/photos/"),
            "emlx": [item("1.emlx", Bytes(text: "\(mail.utf8.count)\n" + mail + list))],
            "mbox": [
                item(
                    "box",
                    Bytes(
                        text: "From a@example.org Mon Jan  1 00:00:00 2024\n" + mail
                            + "\nFrom a@example.org Mon Jan  1 00:00:00 2024\n" + mail))
            ],
            "email": try files("evidence/emails/") + [item("x.eml", Bytes(text: mail))],
            "archive": try files("imports/archive/"),
            "note": try files("evidence/notes/") + [
                item("old.txt", [0x63, 0x61, 0x66, 0xE9, 0x0A]),
                item("wide.txt", [0xFF, 0xFE, 0x68, 0, 0x69, 0]),
            ],
            "document": try files("evidence/papers/"),
            "media": try files("evidence/recordings/"),
            "imessage": [
                Item(
                    label: "chat.db with its log",
                    files: try store.map { name in
                        let file = fixtures.appending(path: "imports/imessage").appending(
                            path: name)
                        return (name, try Vectors.bytes(file))
                    })
            ],
            "file": [item("x.bin", Bytes((0..<3000).map { UInt8(truncatingIfNeeded: $0 * 7) }))],
        ]
    }

    /// Made to ask for gigabytes, which the reader is not given and this process is.
    private static let asksForMemory: Set<String> = ["test_read_format_zip_zipx_lzma_oom.zipx"]

    /// A few of other people's files of each kind and ending.
    private static func others() throws -> [Item] {
        guard let root = Samples.folder else {
            print("SKIPPED: samples are absent (set KEEPSAKE_SAMPLES to their folder)")
            return []
        }
        var met: [String: Int] = [:]
        var items: [Item] = []
        for file in Vectors.files(below: root, ending: "") {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true,
                let size = try file.resourceValues(forKeys: [.fileSizeKey]).fileSize,
                size <= 200_000, !file.lastPathComponent.hasSuffix(".json"),
                !file.lastPathComponent.hasSuffix(".md")
            else { continue }
            let kind = file.deletingLastPathComponent().deletingLastPathComponent()
            let key = kind.lastPathComponent + file.pathExtension
            met[key, default: 0] += 1
            // Of a kind with hundreds, every twentieth.
            guard let number = met[key], number <= 2 || number % 20 == 0,
                !asksForMemory.contains(file.lastPathComponent)
            else { continue }
            items.append(
                Item(
                    label: kind.lastPathComponent + "/" + file.lastPathComponent,
                    files: [(file.lastPathComponent, try Vectors.bytes(file))]))
        }
        return items
    }

    private final class Digesting: RecordSink {
        var hasher = SHA256Hasher()
        var count: UInt64 = 0

        func take(_ record: MessageRecord) throws {
            let line = record.json.encoded() + [10]
            hasher.update(line.span)
            count += 1
        }
    }

    /// Reads an item here and behind the door; gives the importer that took it.
    @discardableResult
    private static func compare(_ item: Item, from stock: ReaderStock) throws -> String {
        let sink = Digesting()
        let here = try Intake.read(
            IntakeInput(
                files: item.files.map {
                    IntakeFile(name: $0.name, source: MemorySource($0.bytes))
                }), to: sink)
        let there = try ContainedReading(
            files: item.files.map { ServedFile(name: $0.name, source: MemorySource($0.bytes)) }
        ).run(from: stock) { _ in }
        let place: Comment = "\(item.label), read by \(here.importer)"
        guard case .read(let importer, let version, let facts) = there.ending else {
            Issue.record("\(item.label), read by \(here.importer): \(there.ending)")
            return here.importer
        }
        #expect(importer == here.importer && version == here.version, place)
        #expect(facts == here.facts, place)
        #expect(there.records.count == sink.count, place)
        if sink.count > 0 { #expect(there.records.digest == sink.hasher.digest(), place) }
        return importer
    }

    @Test func `every importer reads the same behind the closed door`() throws {
        for prepare in Preparation.all { prepare() }
        let own = try Self.own()
        let stock = ReaderStock(ReaderProgram.beside(), ahead: 2)
        for importer in Importers.all {
            let items = try #require(
                own[importer.name], "\(importer.name): it has no item in this test")
            #expect(!items.isEmpty, "\(importer.name)")
            for item in items {
                let taken = try Self.compare(item, from: stock)
                #expect(taken == importer.name, "\(item.label)")
            }
        }
        #expect(Set(own.keys) == Set(Importers.all.map(\.name)))
    }

    @Test func `other people's files read the same behind the closed door`() throws {
        for prepare in Preparation.all { prepare() }
        let items = try Self.others()
        let stock = ReaderStock(ReaderProgram.beside(), ahead: 2)
        var counts: [String: Int] = [:]
        for item in items { counts[try Self.compare(item, from: stock), default: 0] += 1 }
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            print("behind the door  \(name)  \(count) files")
        }
    }
}
