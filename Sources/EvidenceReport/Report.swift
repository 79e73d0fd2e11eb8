// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Makes a report out of what is disclosed.
package enum Report {
    /// The whole document: eight sections, in one order.
    package static func document(_ input: ReportInput) -> ReportDocument {
        let context = ReportContext(input)
        let sections = [
            OpeningSection.blocks, ChronologySection.blocks, IncidentSection.blocks,
            TranscriptSection.blocks, ExhibitSection.blocks, JournalSection.blocks,
            DraftSection.blocks, MethodSection.blocks,
        ]
        var blocks: [ReportBlock] = []
        for (index, section) in sections.enumerated() {
            if index > 0 { blocks += [.running(""), .newPage] }
            blocks += section(context)
        }
        let words = Wording.cut(SafeText.escaped(input.sealing.words), bytes: Limits.wordsBytes)
            .text
        return ReportDocument(
            title: "Report on sealed evidence", opening: OpeningSection.title(input),
            foot: "Sealed \(Wording.time(input.sealing.time)) by the sealer's clock, key \(words)",
            blocks: blocks,
            pictures: input.allPictures)
    }
}
