// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding
import Testing

/// Empties lines of a segment, by what public things allow.
func emptyLines(_ number: Int, of world: World, where isChosen: (Int) -> Bool) throws {
    let vault = try world.open(.reading)
    let folder = try world.folder
    let lines = SegmentLines(
        try AgeFile(
            world.disk.openForReading(folder.segment(number)),
            identities: [vault.keys.identity]))
    var plaintext = Bytes()
    var index = 0
    while let line = try lines.next() {
        if !isChosen(index) { plaintext.append(contentsOf: line) }
        plaintext.append(UInt8(ascii: "\n"))
        index += 1
    }
    let sink = MemorySink()
    let writer = try AgeWriter(
        to: sink, recipients: [.x25519(vault.card.recipient)], random: SeededRandom(seed: 99))
    try writer.write(plaintext.span)
    try writer.finish()
    let name = "journal/" + VaultFolder.commitName(number)
    let bytes = try #require(try world.files()[name])
    let old = try Commit(parsing: bytes.span)
    let digest = SHA256Hasher.digest(of: sink.bytes.span)
    try world.replace("journal/" + VaultFolder.segmentName(number), by: sink.bytes)
    try world.replace(name, by: Commit(segment: digest, parts: old.parts).encoded())
}

/// An empty line stands for an erased body. Whoever can write to the folder can make one without any
/// key: the recipient is public, and a segment's digest is not signed.
@Suite struct EmptyLineTests {
    @Test func `an entry that somebody emptied is missing, and nothing is verified`() throws {
        let world = try keptWorld()
        let item = try #require(try world.open(.reading).items().first)
        try emptyLines(2, of: world) { _ in true }
        let report = try world.check()
        #expect(report.verdict == .notVerified && report.exit == .incomplete)
        #expect(report.contradictions.contains { $0.detail.contains("(entry \(item.number))") })
        #expect(report.finding(.complete)?.status == .contradicted)
        #expect(try !world.open(.reading).problems.isEmpty)
        // What it named may be all that is left of it.
        #expect(report.facts.leftOvers.isEmpty)
        _ = try Tidy.tidy(world.root, with: .passphrase(passphrase()), world.environment)
        #expect(try world.files().keys.contains(VaultFolder.objectName(item.added.object)))
    }

    @Test func `an old slot does not come back by emptying the entry that replaced it`() throws {
        let world = try keptWorld()
        let old = try #require(try world.files()["keys/passphrase.age"])
        let vault = try world.open(.writing)
        try vault.changePassphrase(
            passphrase("another-set-of-words-altogether"), reason: "passphrase")
        let number = vault.journal.lastNumber + 1
        vault.close()
        let new = try #require(try world.files()["keys/passphrase.age"])
        // Emptied with the key that the old slot holds, which is the same.
        try world.replace("keys/passphrase.age", by: old)
        try emptyLines(number, of: world) { _ in true }
        let report = try world.check()
        #expect(report.verdict == .notVerified)
        // Nor is the new one overwritten by it.
        try world.replace("keys/passphrase.age", by: new)
        try world.disk.plantFile(old, at: FilePlace("/home/Keepsake/keys/passphrase.next"))
        let again = try world.open(.writing, "another-set-of-words-altogether")
        again.close()
        #expect(try world.files()["keys/passphrase.age"] == new)
    }
}

/// Digests of what tests plant.
enum SHA256Of {
    /// Of the text `junk`.
    static var junk: Digest {
        let bytes = Bytes(text: "junk")
        return SHA256Hasher.digest(of: bytes.span)
    }
}
