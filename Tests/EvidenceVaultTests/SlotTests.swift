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
}
