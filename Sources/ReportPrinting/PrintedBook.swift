// SPDX-License-Identifier: Apache-2.0

import EvidenceReport
import PrinterProtocol
import StrictCoding

/// A report as a PDF.
struct PrintedBook {
    /// What came of drawing one.
    enum Outcome {
        case book(PrintedBook)
        case tooLarge
        case failed
    }

    let bytes: Bytes
    let pages: Int
    let missing: Int

    /// Lays the document out twice: to count its pages, and to draw them.
    ///
    /// - Parameters:
    ///   - most: bytes that the PDF may have.
    ///   - fontsLeftOut: files of fonts that are not used, which is said where a shape is missing.
    static func make(_ document: ReportDocument, most: Int, fontsLeftOut: Int) -> Outcome {
        var places: [String: Int] = [:]
        for name in names(document) where places[name] == nil { places[name] = places.count + 1 }
        let pictures = document.pictures.enumerated().map { PlacedPicture($1, number: $0) }

        guard let counted = sheet(most: 0) else { return .failed }
        let count = Composer(counted, places: places, foot: document.foot, total: 0)
        compose(document, pictures, count, fontsLeftOut)
        guard !count.isTooLong else { return .tooLarge }

        guard let drawn = sheet(most: most) else { return .failed }
        drawn.name(
            title: ShownText.shown(document.title),
            creator: "keepsake-printer " + PrinterVersion.current)
        let draw = Composer(drawn, places: places, foot: document.foot, total: count.page)
        compose(document, pictures, draw, fontsLeftOut)
        guard let bytes = drawn.finish() else { return drawn.isFull ? .tooLarge : .failed }
        return .book(PrintedBook(bytes: bytes, pages: draw.page, missing: draw.missing))
    }

    private static func sheet(most: Int) -> Sheet? {
        Sheet(width: PageMeasure.width, height: PageMeasure.height, most: most)
    }

    private static func compose(
        _ document: ReportDocument, _ pictures: [PlacedPicture], _ composer: Composer,
        _ fontsLeftOut: Int
    ) {
        composer.sheet.begin("Document")
        composer.title(document.title, document.opening)
        for (index, block) in document.blocks.enumerated() {
            guard !composer.isTooLong else { break }
            composer.compose(
                block, followedBy: document.blocks[(index + 1)...], pictures: pictures)
        }
        if composer.missing > 0 {
            composer.compose(.notice([note(composer.missing, fontsLeftOut)]), pictures: [])
        }
        // A document of nothing is a page of nothing.
        if composer.page == 0 { composer.open() }
        composer.endPage()
        composer.sheet.end("Document")
    }

    // Nothing that somebody wrote vanishes silently.
    private static func note(_ missing: Int, _ fontsLeftOut: Int) -> ReportText {
        let count =
            missing == 1
            ? "1 character of this report has" : "\(missing) characters of this report have"
        let files = fontsLeftOut == 1 ? "1 font file" : "\(fontsLeftOut) font files"
        let fonts =
            fontsLeftOut == 0
            ? "any font of the computer that made it"
            : "the fonts that were used (\(files) of the computer that made it could not be)"
        return ReportText(
            "\(count) no shape in \(fonts). A box with the character's number stands in each place; "
                + "the file that the text came from has it as it was.")
    }

    // The names of places, in order.
    private static func names(_ document: ReportDocument) -> [String] {
        document.blocks.flatMap { block -> [String] in
            switch block {
            case .heading(_, _, let anchor): anchor.map { [$0] } ?? []
            case .table(let table): table.rows.compactMap(\.anchor)
            case .message(let message): message.anchor.map { [$0] } ?? []
            default: []
            }
        }
    }
}
