// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct NoteTests {
    private func read(_ bytes: Bytes, name: String) throws -> ([MessageRecord], IntakeResult) {
        let list = RecordList()
        let input = try IntakeInput(files: [IntakeFile(name: name, source: MemorySource(bytes))])
        let result = try Intake.read(input, to: list)
        return (list.records, result)
    }

    @Test func `a note has its first heading for a title and its text for a record`() throws {
        let text = "\n---\n# What happened\r\n\nHe rang *twice*.\n"
        let (records, result) = try read(Bytes(text: text), name: "n.md")
        #expect(result.importer == "note" && result.facts.kind == .note)
        #expect(result.facts.title == "What happened")
        #expect(result.facts.facts["format"] == "markdown")
        #expect(records.map(\.text) == ["\n---\n# What happened\n\nHe rang *twice*."])
    }

    @Test func `encodings are recognised and said`() throws {
        let western =
            Bytes(text: "we sat in the ")
            + Bytes([0x63, 0x61, 0x66, 0xe9, 0x20, 0x93, 0x61, 0x94, 0x20, 0x80])
        let (records, result) = try read(western, name: "n.txt")
        #expect(records.map(\.text) == ["we sat in the café “a” €"])
        #expect(result.facts.facts["encoding"] == "windows-1252")
        // Bytes of no kind under another name are a file, and no text.
        #expect(try read(western, name: "n.bin").1.importer == "file")
        let wide = Bytes([0xff, 0xfe, 0x41, 0, 0xe9, 0, 0x0a, 0])
        #expect(try read(wide, name: "n.txt").0.map(\.text) == ["Aé"])
    }

    @Test func `a diary that looks like a chat is a note`() throws {
        for text in [
            "03/04/2021, 14:05 - he came to the door\n04/04/2021, 18:20 - he rang\n",
            "[2020-08-29 11:11:00 AM] A title\nText.\n\n[2020-08-30 11:11:00 AM] Another\n",
        ] {
            #expect(try read(Bytes(text: text), name: "diary.txt").1.importer == "note")
        }
    }

    @Test func `documents and calendars are recognised and kept`() throws {
        let pdf = try read(Bytes(text: "%PDF-1.7\n%x\n"), name: "x").1.facts
        #expect(pdf.kind == .document && pdf.facts["version"] == "1.7")
        let calendar = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Contact\r\nEND:VCALENDAR\r\n"
        let facts = try read(Bytes(text: calendar), name: "x").1.facts
        #expect(facts.kind == .calendar && facts.title == "Contact")
    }

    @Test func `samples of notes and of hostile text are read without harm`() throws {
        for kind in ["notes-diaries", "hostile-text", "calendar-ics"] {
            guard let folder = Samples.folder(kind) else { return }
            for file in Vectors.files(below: folder, ending: "")
            where !["EXPECTED.json", "ORIGIN.md"].contains(file.lastPathComponent) {
                guard let bytes = try? Vectors.bytes(file) else { continue }
                let (records, result) = try read(bytes, name: file.lastPathComponent)
                for record in records { _ = try MessageRecord(record.json) }
                #expect(!result.importer.hasPrefix("whatsapp"), "\(file.lastPathComponent)")
            }
        }
    }

    @Test func `a chat keeps apart what is pasted, said and announced`() throws {
        let text = """
            18/03/2022, 14:55 - Messages and calls are end-to-end encrypted. No one outside
            18/03/2022, 14:56 - Alex created group "Re: trip"
            18/03/2022, 14:57 - Alex: look:
            [18/03/2022, 09:00:11] Sam: pasted
            18/03/2022, 14:58 - Alex: This message was deleted
            18/03/2022, 14:59 - Sam: ok <This message was edited>
            18/03/2022, 15:00 - Sam: <Media omitted>
            18/03/2022, 15:01 - Sam: Missed voice call
            18/03/2022, 15:02 - Sam: is our chat end-to-end encrypted?

            """
        let (records, result) = try read(Bytes(text: text), name: "WhatsApp Chat with Re trip.txt")
        #expect(
            records.map(\.kind) == [
                .system, .system, .message, .deleted, .edited, .message, .call, .message,
            ])
        #expect(records.dropFirst(2).first?.text == "look:\n[18/03/2022, 09:00:11] Sam: pasted")
        #expect(result.facts.facts["linesLikeRecords"] == "1")
        #expect(result.facts.title == "Re trip" && result.facts.facts["omitted"] == "1")
    }
}
