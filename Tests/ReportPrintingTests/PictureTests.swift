// SPDX-License-Identifier: Apache-2.0

import ContainedPrinting
import EvidenceReport
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Small pictures in a report.
@Suite struct PictureTests {
    static func picture(
        _ bytes: Bytes = MadePicture.jpeg, width: Int = 16, height: Int = 8,
        caption: ReportText = "a caption"
    ) -> ReportPicture {
        ReportPicture(jpeg: bytes, width: width, height: height, caption: caption)
    }

    @Test func `a picture is seen, as the bytes it came in, with its caption`() throws {
        let printing = try Printing([.newPage, .pictures([0])], pictures: [Self.picture()])
        #expect(try printing.text().contains("a caption"))
        // 8 by 4 points at the top left of the text: black, then grey.
        let greys = try printing.greys(page: 2, dots: 288)
        let x = 4 * 56
        let y = 4 * 62
        #expect(greys[x + 6, y + 8] < 60, "\(greys[x + 6, y + 8])")
        #expect((80...220).contains(greys[x + 26, y + 8]), "\(greys[x + 26, y + 8])")
        let whole = String(decoding: printing.report.bytes, as: Unicode.ASCII.self)
        #expect(whole.contains("/DCTDecode"))
        #expect(
            Data(printing.report.bytes).range(of: Data(MadePicture.jpeg)) != nil,
            "not as its own bytes")
    }

    @Test func `a picture that is shown often stands in the file once`() throws {
        let printing = try Printing(
            [.pictures([0, 0, 0]), .newPage]
                + (0..<5).map { number in
                    .message(
                        ReportMessage(
                            place: "\(number)", head: "x", text: "y", pictures: [0, 0, 1]))
                }, pictures: [Self.picture(), Self.picture(caption: "another")])
        let whole = String(decoding: printing.report.bytes, as: Unicode.ASCII.self)
        #expect(whole.components(separatedBy: "/DCTDecode").count - 1 == 2)
        #expect(try printing.text().components(separatedBy: "a caption").count - 1 == 13)
        try StockTool.require("qpdf")
        #expect(try !printing.ask("qpdf", "--check", "@").contains("WARNING"))
    }

    @Test func `what is no picture leaves its place empty and says so`() throws {
        var progressive = MadePicture.jpeg
        progressive[72] = 0xC2
        let head: Bytes = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2]
        let others: [ReportPicture] = [
            Self.picture(progressive), Self.picture(width: 17), Self.picture(height: 480),
            Self.picture(head), Self.picture(Bytes(MadePicture.jpeg.dropLast(2))),
            Self.picture([0xFF, 0xD8, 0xFF, 0xD9]),
            Self.picture(Bytes(text: "\u{0}") + MadePicture.jpeg).with(start: [0xFF, 0xD8, 0xFF]),
        ]
        let printing = try Printing([.pictures(Array(others.indices))], pictures: others)
        let text = try printing.text().filter { !$0.isWhitespace }
        #expect(
            text.components(separatedBy: "Itisno").count - 1 == others.count, "\(text)")
        let whole = String(decoding: printing.report.bytes, as: Unicode.ASCII.self)
        #expect(!whole.contains("/DCTDecode"))
    }

    @Test func `many pictures and long captions stay on their pages`() throws {
        let caption = ReportText.quoted(String(repeating: "long caption ", count: 500))
        let pictures = [
            Self.picture(), Self.picture(caption: caption), Self.picture(), Self.picture(),
        ]
        let printing = try Printing(
            [.pictures((0..<16).map { $0 % 4 })], pictures: pictures)
        let words = try Word.all(printing)
        #expect(words.count { $0.text == "caption" } == 4 * (3 + 500))
        #expect(words.allSatisfy { $0.bottom < 842 && $0.right < 595 })
    }
}

extension ReportPicture {
    fileprivate func with(start: Bytes) -> ReportPicture {
        var copy = self
        copy.jpeg = start + jpeg
        return copy
    }
}
