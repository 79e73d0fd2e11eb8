// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

/// Section 8: how the record works, and how each check is repeated with other people's tools.
enum MethodSection {
    static func blocks(_ context: ReportContext) -> [ReportBlock] {
        [
            .heading(level: 1, text: "8. How the record works", anchor: "section-8"),
            .list([
                """
                \(strong: "Originals.") A file that is added is stored byte for byte, encrypted, and \
                never changed. Its size and SHA-256 digest go into an entry.
                """,
                """
                \(strong: "Entries.") What is added to the record, and what is said of it later, is an entry with \
                a number and the time of the vault's own clock. An entry is never edited: a correction is a new one. Each \
                entry holds the hash of the one before it and 128 random bits, so that nobody can \
                guess an entry from its hash.
                """,
                """
                \(strong: "The log.") The hashes of all entries are the leaves of a tree (RFC 6962). \
                Its root, with the number of entries, is signed: that is the checkpoint, which stands in \
                section 1. A short proof shows that an entry is in it, at which place, and tells \
                nothing of the others.
                """,
                """
                \(strong: "This file.") Chosen originals and the entries about them, with their proofs, \
                are laid into a bag (BagIt, RFC 8493) that lists each file with its digest, in a ZIP, \
                encrypted (age) for those whom section 1 names, and signed (minisign).
                """,
                """
                \(strong: "What is missing is seen.") Each entry keeps its place, so a reader sees \
                that entries between were not disclosed, and roughly where, and nothing else of them.
                """,
                """
                \(strong: "What only an outside witness could show.") Whether the sealer keeps another \
                record as well, or cut the end of this one before signing.
                """,
            ]),
            .heading(level: 2, text: "Checking with the program", anchor: nil),
            .paragraph(
                """
                \(fixed: "keepsake-check FILE.zip --identity KEY --sealed-by WORDS") says in its first line \
                what holds, then what that shows and does not show.
                """),
            .heading(level: 2, text: "Checking with stock tools", anchor: nil),
        ] + context.input.howToCheck.flatMap(steps)
            + [
                .paragraph(
                    """
                    The digests in this report can be compared one by one: \(fixed: "sha256sum") of a file in \
                    \(fixed: "data/exhibits") is the digest in section 5, and the digest in its entry.
                    """)
            ]
    }

    /// Paragraphs, points and commands of a text: its first line is its title, a line that begins with a
    /// number and stands alone a step, and a command has four spaces before it.
    private static func steps(_ text: String) -> [ReportBlock] {
        var blocks: [ReportBlock] = []
        var words: [String] = []
        var commands: [String] = []
        func flush() {
            if words.count == 1, let line = words.first, line.first?.isNumber == true {
                blocks.append(.heading(level: 3, text: ReportText(line), anchor: nil))
            } else if !words.isEmpty {
                let text = ReportText(words.joined(separator: " "))
                blocks.append(
                    blocks.isEmpty ? .heading(level: 2, text: text, anchor: nil) : .paragraph(text))
            }
            if !commands.isEmpty {
                let run = ReportRun(commands.joined(separator: "\n"), style: .fixed)
                blocks.append(.paragraph(ReportText([run])))
            }
            words = []
            commands = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("    ") {
                if !words.isEmpty { flush() }
                commands.append(String(line.dropFirst(4)))
            } else if line.isEmpty {
                flush()
            } else {
                if !commands.isEmpty || line.hasPrefix("- ") { flush() }
                words.append(String(line.drop { $0 == " " }))
            }
        }
        flush()
        return blocks
    }
}
