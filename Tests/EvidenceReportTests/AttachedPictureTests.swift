// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Small pictures of files inside exhibits: which are wanted, where they stand, and what is said without.
@Suite struct AttachedPictureTests {
    private func attachment(
        _ byte: UInt8, name: String? = "a.jpg", _ status: AttachmentSeen.Status = .resolved
    ) throws -> AttachmentSeen {
        AttachmentSeen(
            name: name, mediaType: "image/jpeg", size: 10, sha256: try MadeReport.digest(byte),
            status: status)
    }

    private func conversation(
        _ number: UInt64, _ messages: [[AttachmentSeen]]
    ) -> ReportConversation {
        var made = ReportConversation(number: number)
        for (index, attachments) in messages.enumerated() {
            made.take(
                MadeReport.message(UInt64(index + 1), "2026-10-01T08:00:00Z", "x") {
                    $0.attachments = attachments
                })
        }
        made.end(total: UInt64(messages.count), notes: [])
        return made
    }

    private func wanted(_ conversations: ReportConversation...) -> [[WantedPicture]] {
        AttachedPictures.wanted(of: conversations) { $0.mediaType == "image/jpeg" }
    }

    @Test func `each file is wanted once, and only where its bytes are and its message is shown`()
        throws
    {
        var film = try attachment(9)
        film.mediaType = "video/mp4"
        let found = wanted(
            conversation(
                5,
                [
                    [try attachment(1), film],
                    [
                        try attachment(1), try attachment(1, name: "b.jpg"),
                        try attachment(1, name: nil),
                    ],
                    [
                        try attachment(2, .missing), try attachment(2, .omitted),
                        try attachment(2, .damaged),
                    ],
                ]), conversation(7, [[], [try attachment(1)]]))
        #expect(found.map { $0.map(\.sequence) } == [[1, 2, 2], [2]])
        #expect(found.map { $0.map(\.index) } == [[0, 1, 2], [0]])
        #expect(found.map { $0.map(\.file.exhibit) } == [[5, 5, 5], [7]])
        // Names that look alike and are other bytes.
        let alike = wanted(
            conversation(5, [[try attachment(1, name: "é"), try attachment(1, name: "e\u{301}")]]))
        #expect(alike[0].count == 2)
        // No more than stand beside one message, and none of messages that are not shown.
        let many = try (0..<24).map { try attachment(UInt8($0 + 1)) }
        #expect(wanted(conversation(5, [many]))[0].count == 16)
        let long = conversation(
            5, Array(repeating: [try attachment(1)], count: 1_000) + [[try attachment(2)]])
        #expect(wanted(long)[0].count == 1)
        let seven = try (1...7).map { number in
            conversation(
                UInt64(number), Array(repeating: [try attachment(UInt8(number))], count: 1_000))
        }
        let shown = AttachedPictures.wanted(of: seven) { _ in true }
        #expect(shown.map(\.count) == [1, 1, 1, 1, 1, 1, 0])
    }

    @Test func `the room is shared fairly and never more than there is`() {
        #expect(AttachedPictures.rooms(for: []) == [])
        #expect(AttachedPictures.rooms(for: [3, 0, 240]) == [3, 0, 240])
        #expect(AttachedPictures.rooms(for: [900]) == [240])
        #expect(AttachedPictures.rooms(for: [900, 10, 900]) == [195, 10, 195])
        #expect(AttachedPictures.rooms(for: [5, 5, 5], most: 7, each: 4) == [2, 2, 3])
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        for _ in 0..<300 {
            let wanted = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                Int.random(in: 0...500, using: &random)
            }
            let rooms = AttachedPictures.rooms(for: wanted)
            #expect(rooms.reduce(0, +) <= 400 && rooms.max() ?? 0 <= 240, "seed \(seed)")
            #expect(zip(rooms, wanted).allSatisfy { $0 <= $1 }, "seed \(seed)")
            // Who gets less than is wanted gets no less than anybody, by one that is left over.
            let least = zip(rooms, wanted).filter { $0 < $1 }.map(\.0).min() ?? .max
            #expect(
                (rooms.max() ?? 0) <= least.addingReportingOverflow(1).partialValue || least == .max
            )
        }
    }

    @Test func `a picture stands at its message under its place and digest, and why there is none`()
        throws
    {
        var input = try MadeReport.whole()
        let hostile = "IMG\u{202E}gpj.\"><b>\n1.jpg"
        var film = try attachment(9)
        film.mediaType = "video/mp4"
        var messages = conversation(
            5,
            [
                [try attachment(1, name: hostile)], [try attachment(1, name: hostile)],
                [try attachment(2, name: nil)], [try attachment(3)], [film],
                try (10..<30).map { try attachment(UInt8($0)) }, [try attachment(0xAB)],
            ])
        messages.end(total: 7, notes: [])
        input.conversations = [messages]
        let wanted = wanted(messages)[0]
        func picture(_ one: WantedPicture, damaged: Bool = false) -> ReportPicture {
            ReportPicture(
                jpeg: DocumentLinesTests.jpeg, width: 4, height: 3,
                caption: AttachedPictures.caption(
                    mark: "AB/2", place: one.attachment.name, one, isDamaged: damaged))
        }
        for one in wanted where one.sequence != 4 && one.sequence != 7 {
            input.attached.add(picture(one, damaged: one.sequence == 3), of: one.file)
        }
        let missed = try #require(wanted.first { $0.sequence == 4 })
        input.attached.miss(missed.file, "there are more than this report holds")
        let document = Report.document(input)
        _ = try document.encodedLines()
        var shown: [String: ReportMessage] = [:]
        for case .message(let message) in document.blocks { shown[message.place] = message }
        func captions(_ place: String) -> [String] {
            (shown[place]?.pictures ?? []).map { document.pictures[$0].caption.plain }
        }
        let digest = try MadeReport.digest(1).hex.prefix(16)
        #expect(
            captions("1 of 7") == [
                "In AB/2: IMG\\u{202E}gpj.\"><b> / 1.jpg. Small copy, made for this report. SHA-256 of the file \(digest)…"
            ], "\(captions("1 of 7"))")
        #expect(captions("2 of 7") == captions("1 of 7"))
        #expect(
            captions("3 of 7").first?.hasPrefix(
                "In AB/2: file 1 of message 3. Small copy, made for this report. The file is damaged; this shows what is left. SHA-256"
            ) == true)
        #expect(captions("4 of 7").isEmpty && captions("5 of 7").isEmpty)
        #expect(
            shown["4 of 7"]?.notes.first?.plain.hasSuffix(
                "; no small picture: there are more than this report holds") == true)
        #expect(shown["5 of 7"]?.notes.first?.plain.contains("small picture") == false)
        #expect(captions("6 of 7").count == 16)
        // The one of the exhibit with the same bytes.
        #expect(captions("7 of 7") == ["Small copy of AB/1"])
        let said = document.said
        #expect(
            said.contains(
                "Of 1 picture file that belongs to these messages there is no small picture"))
        #expect(said.contains("Small pictures were made for this report of files"))
        let page = String(decoding: try ReportPage.html(document), as: UTF8.self)
        #expect(!page.contains("<b>\n1.jpg") && !page.contains("gpj.\"><b>"))
        // Never more than a document has.
        for number in 0..<700 {
            let other = try attachment(1, name: "more \(number)")
            let file = try #require(AttachedFile(other, exhibit: 5))
            input.attached.add(picture(wanted[0]), of: file)
        }
        #expect(Report.document(input).pictures.count == 600)
        #expect(throws: Never.self) { try Report.document(input).encodedLines() }
    }
}
