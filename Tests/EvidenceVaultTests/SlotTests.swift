// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct SlotTests {
    private let other = "another-set-of-words-altogether"

    @Test func `a damaged way in stays a finding after the passphrase was changed`() throws {
        let world = try keptWorld()
        var bytes = try #require(try world.files()["keys/recovery.age"])
        bytes[bytes.count - 5] ^= 1
        try world.replace("keys/recovery.age", by: bytes)
        try world.disk.plantFile(bytes, at: FilePlace("/home/Keepsake/keys/planted.age"))
        let vault = try world.open(.writing)
        try vault.changePassphrase(passphrase(other), reason: "passphrase")
        vault.close()
        let subjects = try world.check(other).contradictions.map(\.subject)
        #expect(Set(subjects) == ["keys/recovery.age", "keys/planted.age"])
    }

    @Test func `a slot that waits to take its place is reported, whatever is in it`() throws {
        let world = try keptWorld()
        let slot = try #require(try world.files()["keys/passphrase.age"])
        try world.disk.plantFile(
            slot + [1], at: FilePlace("/home/Keepsake/keys/passphrase.next"))
        try world.disk.plantFile([1], at: FilePlace("/home/Keepsake/keys/thing.next"))
        let report = try world.check()
        #expect(report.facts.leftOvers == ["keys/passphrase.next"])
        #expect(report.facts.strangers == 1)
    }

    @Test func `a slot that waited when a copy was made does not open the next one`() throws {
        let world = try keptWorld()
        let slot = try #require(try world.files()["keys/passphrase.age"])
        try world.disk.plantFile(slot, at: FilePlace("/home/Keepsake/keys/passphrase.next"))
        _ = try world.backup()
        let vault = try world.open(.writing)
        try vault.changePassphrase(passphrase(other), reason: "passphrase")
        vault.close()
        _ = try world.backup()
        #expect(code { _ = try world.at("/home/copy").open(.reading) } == .notOpened)
        let key = VaultKey.passphrase(try passphrase(other))
        let copy = try world.at("/home/copy")
        let report = try VaultCheck.check(copy.root, with: key, copy.environment)
        #expect(report.verdict == .verified && report.facts.leftOvers.isEmpty)
    }

    @Test func `a damaged way in does not replace a good copy of it`() throws {
        let world = try keptWorld()
        _ = try world.backup()
        let good = try #require(try world.files()["keys/passphrase.age"])
        for bad in [
            Bytes(), Bytes(repeating: 0, count: good.count), good.slice(0..<(good.count / 2)),
        ] {
            try world.replace("keys/passphrase.age", by: bad)
            let summary = try world.backup()
            #expect(summary.damaged == ["keys/passphrase.age"])
            #expect(try world.at("/home/copy").check().verdict == .verified)
        }
        // A new passphrase does replace it.
        try world.replace("keys/passphrase.age", by: good)
        let vault = try world.open(.writing)
        try vault.changePassphrase(passphrase(other), reason: "passphrase")
        vault.close()
        #expect(try world.backup().damaged.isEmpty)
        #expect(code { _ = try world.at("/home/copy").open(.reading) } == .notOpened)
    }
}
