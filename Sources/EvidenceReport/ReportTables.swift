// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
package import StrictCoding

/// The tables for spreadsheets beside the report: the same facts, one line each.
package enum ReportTables {
    /// The chronology: everything that has a time, in order, then what has none.
    package static func chronology(_ input: ReportInput) -> Bytes {
        let chronology = Chronology(input)
        var bytes = Bytes(
            text: CSVText.record([
                "from", "to", "from UTC", "when in words", "basis", "ambiguous", "counted", "kind",
                "occurrences", "received", "sent", "received or sent not known", "other records",
                "counted with another exhibit", "what", "also in", "exhibit", "entries",
                "first message", "order of day and month", "corrected later in entries",
            ]))
        for row in chronology.dated + chronology.undated {
            bytes.append(
                text: CSVText.record(
                    ofSafe: [
                        row.from?.text ?? "", row.to?.text ?? "", row.from?.instant?.text ?? "",
                        row.about.map { ReportText.quoted($0).plain } ?? "",
                        row.basis?.rawValue ?? "",
                        row.isAmbiguous ? "yes" : "no",
                        row.isCounted ? "yes" : "no", row.kind.rawValue, String(row.count),
                    ] + ways(row) + [
                        String(row.elsewhere), row.what.plain,
                        row.also.map(\.plain).joined(separator: "; "), row.mark,
                        ReportContext.entries(row.entries),
                        row.sequence.map { String($0) } ?? "",
                        row.dateOrder?.text.plain ?? "",
                        ReportContext.entries(row.corrected),
                    ]))
        }
        return bytes
    }

    // How many of those that are counted on this line went which way; with those that are counted with
    // another exhibit they are all.
    private static func ways(_ row: Chronology.Row) -> [String] {
        if let tally = row.tally {
            return MessageClass.Way.allCases.map { String(tally[$0]) } + [String(tally.others)]
        }
        let isUnknown = row.count(in: .unknown) > 0
        return ["", "", isUnknown ? String(row.counted) : "", isUnknown ? "0" : ""]
    }

    /// The exhibits, in the order of their marks.
    package static func exhibits(_ input: ReportInput) -> Bytes {
        let sameBytes = Doubles.sameBytes(input.exhibits)
        let marks = Dictionary(
            input.exhibits.map { ($0.number, $0.mark) }, uniquingKeysWith: { first, _ in first })
        var bytes = Bytes(
            text: CSVText.record([
                "mark", "kind", "title", "name", "media type", "bytes", "SHA-256", "recorded",
                "entry", "entries in the log", "all entries disclosed about it", "path",
                "extract of", "existed by", "sealed before for the same keys", "same bytes as",
            ]))
        for exhibit in input.exhibits {
            let added = exhibit.added
            bytes.append(
                text: CSVText.record([
                    exhibit.mark, exhibit.kind.rawValue,
                    exhibit.title?.text ?? exhibit.read?.read.facts.title ?? "", added?.name ?? "",
                    added?.mediaType ?? "", added.map { String($0.size) } ?? "",
                    added?.sha256.hex ?? "", exhibit.recorded?.text ?? "", String(exhibit.number),
                    String(input.sealing.size),
                    ReportContext.entries(exhibit.entries.map(\.seq)), exhibit.path ?? "",
                    exhibit.extract.map { "\($0.places) of \($0.total) \(exhibit.recordNoun.many)" }
                        ?? "",
                    exhibit.existedBy.map(\.time.text).joined(separator: ", "),
                    exhibit.sealedBefore.map {
                        "\($0.time.text) as \($0.mark): \($0.what(exhibit))"
                    }.joined(separator: "; "),
                    sameBytes[exhibit.number].flatMap { marks[$0] } ?? "",
                ]))
        }
        return bytes
    }
}
