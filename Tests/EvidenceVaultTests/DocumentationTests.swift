// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceVault
import Foundation
import StrictCoding
import Testing
import TransparencyLog

/// The example in `docs/vault.md` is a vault: what stands there is read and checked.
@Suite struct DocumentationTests {
    /// The fenced blocks of the document.
    private func blocks() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(
            contentsOf: root.appendingPathComponent("docs/vault.md"), encoding: .utf8)
        return text.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }
            .map { block in String(block.element.drop { $0 != "\n" }.dropFirst()) }
    }

    @Test func `the example is one vault, and every value in it fits the others`() throws {
        let blocks = try blocks()
        let json = blocks.filter { $0.hasPrefix("{") }
        let card = try VaultCard(parsing: Bytes(text: try #require(json.first)).span)
        let commitText = try #require(blocks.first { $0.hasPrefix("keepsake commit v1") })
        let commit = try Commit(parsing: Bytes(text: commitText).span)
        #expect(commit.encoded() == Bytes(text: commitText))
        // The frontier alone: the commit before is not in the document.
        let part = try #require(commit.parts.first)
        let checked = try part.check(after: nil, card: card)
        #expect(checked.range.size == 5 && checked.generation == 1)
        let lines = try #require(json.last).split(separator: "\n").map { Bytes(text: String($0)) }
        #expect(lines.count == commit.count)
        for (index, line) in lines.enumerated() {
            let body = try EntryBody(parsing: line.span)
            #expect(body.seq == commit.first + UInt64(index))
            #expect(MerkleTree.leafHash(line.span) == commit.leaves[index])
            if index > 0 { #expect(body.prev == commit.leaves[index - 1]) }
            if body.kind == "item.added" {
                let item = try ItemAdded(body)
                #expect(blocks[0].contains("objects/e0/\(item.object.hex)"))
            }
        }
    }
}
