// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import CheckCommand
import EvidenceModel
import MinisignFormat
import StrictCoding
import Testing

/// What a later version may write: never verified by this one, and never said to be damaged.
@Suite struct LaterFormatTests {
    @Test func `a later format may have other files outside`() throws {
        let sample = try Sample()
        var forge = try Forge(sample)
        forge.comment = "keepsake sealed v2 something"
        forge.outer["READ-ME.txt"] = Bytes(text: "later\n")
        forge.outer[BundlePaths.howToCheck] = nil
        forge.order = ["READ-ME.txt"] + BundlePaths.outer
        let report = try sample.check(forge.seal(sample.vault.signer))
        #expect(report.exit == .cannotCheck, "\(report.summary)")
        #expect(report.facts.formatVersion == 2)
        // Anybody can change the comment; only the key's holder can sign it.
        forge.comment = nil
        let older = try sample.check(forge.seal(sample.vault.signer))
        #expect(older.exit == .incomplete, "\(older.summary)")
        var parts = try Forge.parts(of: sample.bundle)
        let signature = String(decoding: parts[4].1, as: UTF8.self)
        parts[4].1 = Bytes(
            text: signature.replacing("keepsake sealed v1", with: "keepsake sealed v2"))
        #expect(try sample.check(Forge.zip(parts)).exit == .altered)
    }

    @Test func `what stood in the way comes first`() throws {
        let sample = try Sample()
        for (damage, reason) in [
            ("an entry of a newer version", "it was written by a newer version"),
            ("no exhibit in it", "the bundle is empty"),
            ("bagit.txt of another version", "states another version of BagIt"),
        ] {
            let made = try DamageKinds.all[damage]!(sample)
            let report = try BundleCheck.check(
                source: MemorySource(made.bundle), identities: made.identities,
                sealedBy: made.named
            ).report
            #expect(report.exit == .cannotCheck)
            let row = BundleText(report, file: "0412.zip").row()
            #expect(row[2].contains(reason), "\(row)")
        }
    }

    @Test func `fields inside marks and recipients that are not known are counted`() throws {
        let sample = try Sample()
        var forge = try Forge(sample)
        try forge.edit(BundlePaths.sealing) { fields in
            for list in ["marks", "recipients"] {
                var values = fields[list]!.array!.map { $0.object! }
                values[0]["later"] = .bool(true)
                fields[list] = .array(values.map { .object($0) })
            }
        }
        let report = try sample.check(forge.asSealer(sample.vault.signer))
        #expect(report.verdict == .verified, "\(report.summary)")
        #expect(report.facts.notUnderstood == 2)
    }

    @Test func `a path is the same only byte for byte`() throws {
        // The Kelvin sign is K to whoever compares texts and not bytes.
        var vault = try TestVault()
        let number = try vault.add("one", name: "K.txt")
        let identity = try testIdentity(50)
        var request = try vault.request([number], for: [.x25519(identity.recipient)])
        let exhibit = request.exhibits[0]
        request.exhibits = [
            SealingExhibit(mark: Mark("K/1")!, added: exhibit.added, open: exhibit.open)
        ]
        var forge = try Forge(vault.seal(request), identity: identity)
        try forge.edit(BundlePaths.sealing) { fields in
            var mark = fields["marks"]!.array![0].object!
            #expect(mark["path"] == .string("data/exhibits/K-1/K.txt"))
            mark["path"] = .string("data/exhibits/\u{212A}-1/K.txt")
            fields["marks"] = .array([.object(mark)])
        }
        let report = try BundleCheck.check(
            source: MemorySource(forge.asSealer(vault.signer)), identities: [identity]
        ).report
        #expect(report.exit == .altered, "\(report.summary)")
    }

    @Test func `a path longer than any in a ZIP is refused, not repeated in a report`() throws {
        let sample = try Sample()
        var forge = try Forge(sample)
        try forge.edit(BundlePaths.sealing) { fields in
            var marks = fields["marks"]!.array!.map { $0.object! }
            marks[0]["path"] = .string(String(repeating: "\u{1}", count: 1 << 20))
            fields["marks"] = .array(marks.map { .object($0) })
        }
        let report = try sample.check(forge.asSealer(sample.vault.signer))
        #expect(report.exit == .altered, "\(report.exit)")
        #expect(report.facts.exhibits.allSatisfy { $0.path.utf8.count <= 200 })
    }

    @Test func `a trusted comment is the same only byte for byte`() throws {
        let sample = try Sample()
        let signature = try Forge.parts(of: sample.bundle)[4].1
        let comment = try MinisignSignature(parsing: signature.span).trustedComment
        #expect(try SealedComment(parsing: comment).text == comment)
        let other = comment.replacing("HOW-TO-CHECK", with: "HOW-TO-CHEC\u{212A}")
        #expect(throws: SealedCommentError.malformed) { try SealedComment(parsing: other) }
    }
}
