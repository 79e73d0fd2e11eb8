// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import EvidenceVault
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct PlaintextTests {
    private let marker = "MARKER-xyzzy-1729"

    private func contains(_ bytes: Bytes, _ text: String) -> Bool {
        String(decoding: bytes.map { $0 < 0x80 ? $0 : 0x2e }, as: UTF8.self).contains(text)
    }

    @Test func `nothing readable is written, at any moment`() throws {
        let memory = CheckpointMemory(stateFolder: try FilePlace("/home/.state"))
        let world = try World.withVault(memory: memory)
        let place = try world.plant(marker + " content", at: "/sources/\(marker).txt")
        let prepared = world.disk.copy()
        // The disk as it is at each cut holds every temporary file, too.
        try atEveryPowerCut(seeds: 0) {
            prepared.copy()
        } work: { disk in
            let vault = try world.on(disk).open(.writing)
            _ = try vault.add(vault.survey([place]), report: { _ in })
            _ = try vault.addNote(Bytes(text: marker + " note"))
            vault.close()
        } check: { run in
            for (place, bytes) in try run.disk.tree(below: FilePlace("/home")) {
                #expect(!contains(place.bytes, marker), "\(run.comment)")
                if let bytes = bytes {
                    for text in [marker, goodWords, "AGE-SECRET-KEY", "/sources", "laptop"] {
                        // The read-me says how a key's line begins; that is no key.
                        let isReadMe = place.lastComponent == Bytes(text: "README.txt")
                        #expect(isReadMe || !contains(bytes, text), "\(run.comment)")
                    }
                }
            }
        }
    }

    @Test func `errors and their texts hold nothing that a person typed`() throws {
        let world = try World.withVault()
        let place = try world.plant("x", at: "/home/\(marker)")
        try world.disk.setReadError(FileError.inputOutput(code: 5), at: place)
        let vault = try world.open(.writing)
        let summary = try vault.add(vault.survey([place]), report: { _ in })
        #expect(!"\(summary)".contains(marker))
        do {
            _ = try Vault.create(at: place, passphrase: passphrase(marker), world.environment)
        } catch let error as VaultError {
            #expect(error.code == .exists)
            #expect(!"\(error)".contains(marker) && !String(reflecting: error).contains(marker))
        }
    }
}
