// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing

/// A vault of two commits: what every vault begins with, and one note. Small, so that each byte can be tried.
private func smallWorld() throws -> World {
    let world = try World.withVault(sheet: "/home/sheet.txt")
    let vault = try world.open(.writing)
    _ = try vault.addNote(Bytes(text: "The blue car."))
    vault.close()
    return world
}

/// Promise 3: nothing changes silently. Every byte of every file that counts, changed one at a time.
@Suite struct EveryByteTests {
    /// README.txt explains; the lock is no part of the vault.
    private static let passedOver: Set<String> = ["README.txt", "lock"]

    private func flipEveryByte(of folder: String) throws {
        let world = try smallWorld()
        let items = try world.open(.reading).items()
        let owners = Dictionary(
            grouping: items, by: { VaultFolder.objectName($0.added.object) })
        let files = try world.files().filter {
            $0.key.hasPrefix(folder) && !Self.passedOver.contains($0.key)
                && (folder != "" || !$0.key.contains("/"))
        }
        #expect(!files.isEmpty)
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= UInt8(1 << (index % 8))
                try world.replace(name, by: changed)
                let report = try world.check()
                // A byte of a version number makes it a newer one; a key slot's, a wrong passphrase.
                let mayBeOpen =
                    name == "keys/passphrase.age"
                    || report.findings.contains { $0.detail.contains("newer version") }
                #expect(
                    report.verdict == .notVerified
                        || (mayBeOpen && report.verdict == .couldNotCheck),
                    "\(name) byte \(index)")
                let isNamed = report.findings.contains { finding in
                    guard finding.status != .established else { return false }
                    let file = String(name.split(separator: "/").last ?? "")
                    return finding.subject == name || finding.detail.contains(file)
                        || owners[name]?.contains { finding.subject == "item \($0.number)" } == true
                }
                #expect(isNamed, "\(name) byte \(index): \(report.findings.map(\.subject))")
            }
            try world.replace(name, by: bytes)
        }
        #expect(try world.check().verdict == .verified)
    }

    @Test(arguments: ["", "keys/", "journal/00000001", "journal/00000002", "objects/"])
    func `every changed byte is found, and what is hurt is named`(_ folder: String) throws {
        try flipEveryByte(of: folder)
    }

    @Test func `without the passphrase every changed byte but a key slot's is found`() throws {
        let world = try smallWorld()
        for (name, bytes) in try world.files().sorted(by: { $0.key < $1.key }) {
            if Self.passedOver.contains(name) || name.hasPrefix("keys/") { continue }
            for index in bytes.indices where index % 7 == 0 {
                var changed = bytes
                changed[index] ^= 0x10
                try world.replace(name, by: changed)
                let report = try world.check(withKey: false)
                #expect(report.verdict == .notVerified, "\(name) byte \(index)")
            }
            try world.replace(name, by: bytes)
        }
    }

    @Test func `every missing file is found, and named`() throws {
        let world = try keptWorld()
        let items = try world.open(.reading).items()
        for (name, bytes) in try world.files() where !Self.passedOver.contains(name) {
            // The newest commit is missed by who remembers it; this world does.
            try world.remove(name)
            let report = try? world.check()
            #expect(report?.verdict != .verified, "\(name)")
            if name.hasPrefix("objects/") {
                let item = items.first { VaultFolder.objectName($0.added.object) == name }
                #expect(report?.facts.itemsHurt == item.map { [$0.number] })
            }
            try world.disk.plantFile(bytes, at: FilePlace("/home/Keepsake/" + name))
        }
        #expect(try world.check().verdict == .verified)
    }
}
