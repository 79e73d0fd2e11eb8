// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import DurableFiles
package import EvidenceModel
import SodiumPrimitives
import SodiumSealing
package import StrictCoding
import TransparencyLog

/// A draft as it lies in the vault's folder.
package struct StoredDraft: Sendable {
    /// Its name in the folder of drafts.
    package let name: String
    /// What it holds; nothing where it does not open or decode, and then it is left alone.
    package let draft: Draft?

    /// Its path inside the vault, for messages.
    package var path: String { "drafts/" + name }
}

/// The names of drafts: `incident.age`, and with a number where that is taken by one that is unreadable.
package enum DraftName {
    /// The name of the draft with this number, from 1.
    package static func name(_ kind: Draft.Kind, _ number: Int) -> String {
        kind.rawValue + (number == 1 ? "" : "-\(number)") + ".age"
    }

    /// What a draft of this name is going to be; nothing for any other name.
    package static func kind(_ name: Bytes) -> Draft.Kind? {
        Draft.Kind.allCases.first { kind in
            (1...Limits.drafts).contains { Bytes(text: Self.name(kind, $0)) == name }
        }
    }
}

extension OpenVault {
    /// The drafts of a kind, in order of their names. One that cannot be read is among them.
    ///
    /// - Throws: `VaultError.storage` where the folder cannot be read, `memory`.
    package func drafts(_ kind: Draft.Kind) throws(VaultError) -> [StoredDraft] {
        var stored: [StoredDraft] = []
        for number in 1...Limits.drafts {
            let name = DraftName.name(kind, number)
            do {
                let place = try folder.drafts.appending(name)
                guard try environment.fileSystem.exists(place) else { continue }
                let draft = try Self.read(place, keys: keys, environment.fileSystem)
                stored.append(StoredDraft(name: name, draft: draft?.kind == kind ? draft : nil))
            } catch {
                let failure = VaultFiles.failure(error, place: "drafts")
                // Something else has the name of the folder: no draft is there.
                if failure.code == .damaged { break }
                throw failure
            }
        }
        return stored
    }

    /// What a draft's file holds; nothing where it does not open, decode or read.
    ///
    /// - Throws: where guarded memory could not be had.
    static func read(
        _ place: FilePlace, keys: VaultKeys, _ fileSystem: any FileSystem
    ) throws -> Draft? {
        do {
            let file = try AgeFile(
                fileSystem.openForReading(place), identities: [keys.identity])
            guard file.size <= UInt64(EvidenceModel.Limits.draftBytes + Limits.rememberedNote)
            else { return nil }
            let plain = try file.bytes(at: 0, count: Int(file.size))
            // The note stands before the one line of the draft.
            guard let end = plain.dropLast().lastIndex(of: UInt8(ascii: "\n")) else { return nil }
            let note = try SignedNote(parsing: plain.span.extracting(0..<(end + 1)))
            _ = try note.verify(keys: [
                NoteKey(name: draftOrigin, ed25519: keys.signer.publicKey)
            ])
            let text = plain.slice((end + 1)..<plain.count)
            guard note.text == draftNote(text) else { return nil }
            return try Draft(parsing: text.span)
        } catch {
            if VaultFiles.isMemory(error) { throw error }
            return nil
        }
    }

    // Copies and continued records have the same key, and go on with the same drafts.
    private static let draftOrigin = "keepsake/draft"

    private static func draftNote(_ text: Bytes) -> Bytes {
        Bytes(text: "keepsake draft v1\n\(SHA256Hasher.digest(of: text.span).base64)\n")
    }

    /// A name for a new draft: the first that nothing has.
    ///
    /// - Throws: `VaultError.damaged` where all are taken, which only unreadable ones can do; `storage`.
    package func newDraftName(_ kind: Draft.Kind) throws(VaultError) -> String {
        for number in 1...Limits.drafts {
            let name = DraftName.name(kind, number)
            let place = try VaultFiles.doing("drafts") { try folder.drafts.appending(name) }
            if try !VaultFiles.exists(place, environment.fileSystem) { return name }
        }
        throw VaultError(.damaged, place: "drafts")
    }

    /// Keeps a draft under a name, durably: what was there before, or this one, survives a power cut.
    ///
    /// It is signed by the vault and encrypted to its recipient before anything is written: anyone can
    /// encrypt to that, and what somebody else wrote is not read.
    /// - Throws: `VaultError.notWritable`, `tooLarge`, `storage`, `noRoom`.
    package func keep(_ draft: Draft, as name: String) throws(VaultError) {
        _ = try writing()
        var text = draft.encoded()
        defer { text.wipe() }
        guard text.count <= EvidenceModel.Limits.draftBytes else { throw VaultError(.tooLarge) }
        let fileSystem = environment.fileSystem
        do {
            let sink = MemorySink()
            let writer = try AgeWriter(
                to: sink, recipients: [.x25519(card.recipient)], random: environment.random)
            let note = try SignedNote.sign(
                text: Self.draftNote(text), name: Self.draftOrigin, signer: keys.signer)
            try writer.write(note.encoded().span)
            try writer.write(text.span)
            try writer.finish()
            if try !fileSystem.exists(folder.drafts) {
                try fileSystem.makeFolderDurably(folder.drafts)
            }
            try fileSystem.writeDurably(
                sink.bytes.span, to: folder.drafts.appending(name), replacing: true,
                random: environment.random.bytes(count: 16))
        } catch {
            throw VaultFiles.failure(error, place: "drafts")
        }
    }

    /// Removes a draft, after what it held was recorded.
    ///
    /// - Throws: `VaultError.notWritable`, `storage`.
    package func removeDraft(_ name: String) throws(VaultError) {
        _ = try writing()
        do {
            let place = try folder.drafts.appending(name)
            guard try environment.fileSystem.exists(place) else { return }
            try environment.fileSystem.remove(place)
            try environment.fileSystem.syncFolder(folder.drafts)
        } catch {
            throw VaultFiles.failure(error, place: "drafts")
        }
    }

    /// Sets a draft aside: it is moved to `unplaced/`, locked as it is, and never offered again.
    ///
    /// - Throws: `VaultError.notWritable`, `storage`.
    package func setDraftAside(_ name: String) throws(VaultError) {
        _ = try writing()
        do {
            try LeftOvers.move(folder.drafts.appending(name), folder, environment)
        } catch {
            throw VaultFiles.failure(error, place: "drafts")
        }
    }

    /// The number of what a draft became, where that was recorded and only removing it was cut off.
    package func recorded(_ draft: Draft) -> UInt64? {
        switch draft.kind {
        case .incident: index.incidents.values.first { $0.begun == draft.began }?.number
        case .order: index.orders.values.first { $0.begun == draft.began }?.number
        }
    }
}
