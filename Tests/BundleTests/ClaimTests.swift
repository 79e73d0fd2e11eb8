// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import AgeFormat
import AgeWriting
import BundleSealing
import BundleVerification
import CheckCommand
import EvidenceModel
import SodiumPrimitives
import StrictCoding
import Testing
import TransparencyLog

/// What a page says was checked, and nothing besides.
@Suite struct ClaimTests {
    private func report(_ damage: String, opened: Bool = true) throws -> BundleReport {
        let make = try #require(DamageKinds.all[damage])
        let made = try make(Sample())
        return try BundleCheck.check(
            source: MemorySource(made.bundle), identities: opened ? made.identities : [],
            sealedBy: made.named
        ).report
    }

    /// The page in one line: where it is broken is not the matter.
    private func page(_ report: BundleReport) -> String {
        BundleText(report, file: "0412.zip").page
            .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func page(_ damage: String) throws -> String { try page(report(damage)) }

    private func bySealer(_ change: (inout Forge) throws -> Void) throws -> BundleReport {
        let sample = try Sample()
        var forge = try Forge(sample)
        try change(&forge)
        return try sample.check(forge.asSealer(sample.vault.signer))
    }

    @Test func `entries are in their place only where that is established`() throws {
        #expect(try page("nothing").contains("3 of 6 entries disclosed, each in its place"))
        for damage in [
            "two entries swapped", "an entry edited", "a proof left out", "checkpoint changed",
            "an entry of a newer version",
        ] {
            let report = try report(damage)
            #expect(report.facts.entriesDisclosed == 3)
            #expect(!page(report).contains("in its place"), "\(damage)")
        }
    }

    @Test func `no outside time is said to be attached or not before the inside was read`() throws {
        #expect(try page("nothing").contains("Outside time none attached"))
        for (damage, opened) in [
            ("nothing", false), ("not a sealed file", true), ("signed, but no ZIP inside", true),
        ] {
            let report = try report(damage, opened: opened)
            #expect(!page(report).contains("none attached"), "\(damage)")
            let said = try #require(report.findings.first { $0.id == .existedBy })
            #expect(said.status == .notChecked)
            #expect(said.detail == "not checked: what is inside was not read")
        }
    }

    @Test func `an outside time that is attached is not said to be missing`() throws {
        let timed = try bySealer { $0.bag["proof/time/1.tsr"] = Bytes(text: "a token\n") }
        let cosigned = try bySealer { forge in
            let bytes = forge.bag[BundlePaths.checkpoint]!
            let note = try SignedNote(parsing: bytes.span).adding([
                NoteSignature(name: "witness", keyID: 1, bytes: Bytes(repeating: 1, count: 72))
            ]).encoded()
            forge.bag[BundlePaths.checkpoint] = note
            for path in forge.bag.keys where path.hasSuffix(".tlog-proof") {
                let old = forge.bag[path]!
                let proof = try TlogProof(parsing: old.span)
                forge.bag[path] = try TlogProof(
                    index: proof.index, path: proof.path, checkpoint: note
                ).encoded()
            }
        }
        for report in [timed, cosigned] {
            #expect(report.verdict == .verified, "\(report.summary)")
            #expect(!page(report).contains("none attached"))
            #expect(page(report).contains("Outside time attached; this version checks none"))
        }
    }

    @Test func `what was added outside is not said to have been sealed`() throws {
        for damage in ["an outer file added", "HOW-TO-CHECK.txt removed"] {
            let report = try report(damage)
            #expect(report.exit == .incomplete)
            #expect(!page(report).contains("It was sealed like this"), "\(damage)")
            #expect(page(report).contains("not the ones that were sealed with it"), "\(damage)")
        }
        let inside = try page("an exhibit left out under the sealer's signature")
        #expect(inside.contains("It was sealed like this"))
    }

    @Test func `another key than the named one is said to be another`() throws {
        let other = try page("another key was named than the sealer's")
        #expect(other.contains("another key than the one you named: "))
        #expect(!other.contains("a key that you have not named"))
        #expect(!other.contains("Then add: --sealed-by KEY"))
        let none = try page("no key of the sealer was named")
        #expect(none.contains("a key that you have not named: "))
        #expect(none.contains("Then add: --sealed-by KEY"))
    }

    @Test func `of no exhibits none is said to match`() throws {
        let empty = try page("no exhibit in it")
        #expect(!empty.contains("every one matches"))
        #expect(!empty.contains("0 of 0"))
    }

    @Test func `a time of sealing is that of the file at hand or is not shown`() throws {
        #expect(try page("nothing").contains("Sealed on 2026-11-22"))
        #expect(try !page("signature of another bundle").contains("Sealed on"))
        #expect(try !page("encrypted file changed in the payload").contains("Sealed on"))
    }

    @Test func `parts that are not known are not said to be of a newer version`() throws {
        let report = try bySealer { $0.bag["data/more.txt"] = Bytes(text: "more\n") }
        #expect(report.verdict == .verified)
        #expect(report.facts.notUnderstood == 1)
        #expect(page(report).contains("1 part that this version does not know"))
        #expect(!page(report).contains("newer version"))
    }

    @Test func `a clock that went back is said once, with where`() throws {
        var vault = try TestVault()
        var numbers: [UInt64] = []
        for later in (1...40).reversed() {
            numbers.append(
                try vault.add(
                    Bytes(text: "x"), name: Bytes(text: "x.txt"), later: Int64(later) * 1000))
        }
        let identity = try testIdentity(50)
        let report = try BundleCheck.check(
            source: MemorySource(vault.seal(numbers, for: [.x25519(identity.recipient)])),
            identities: [identity]
        ).report
        let said = page(report)
        #expect(said.contains("Clock proof/entries/000002.json: its time is before that of"))
        #expect(said.contains("and 38 more, which --json lists"))
        #expect(said.split(separator: "Clock").count == 2)
    }
}
