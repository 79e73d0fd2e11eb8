// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import AgeWriting
import BagItFormat
import BundleVerification
import EvidenceModel
import MinisignFormat
import SodiumPrimitives
import StrictCoding
import TransparencyLog
import ZipFormat

/// Everything that the inner ZIP will hold, before a byte of it is written: each original's size,
/// SHA-256 and CRC-32 are in its entry, and all the rest is made in memory.
struct BagPlan {
    /// What stands at a path.
    enum Content {
        case bytes(Bytes)
        case original(SealingExhibit)
        case derived(SealingDerived)
    }

    /// The members of the inner ZIP in their one order: sorted by byte.
    let members: [ZipMember]
    /// What each of them holds.
    let contents: [Content]

    init(_ request: SealingRequest, key: MinisignPublicKey, signer: any Signer) throws {
        let exhibits = request.exhibits.sorted { $0.mark < $1.mark }
        var files: [(path: String, content: Content)] = []
        var payload: [BagListedFile] = []
        var marks: [SealedMark] = []
        for exhibit in exhibits {
            let path = exhibit.path
            files.append((path, .original(exhibit)))
            payload.append(
                BagListedFile(path: path, size: exhibit.added.size, sha256: exhibit.added.sha256))
            marks.append(
                SealedMark(mark: exhibit.mark, entry: exhibit.added.number, path: path))
        }
        let readable = try BagPlan.readable(request)
        for file in readable {
            files.append((file.path, .bytes(file.bytes)))
            payload.append(BagListedFile(path: file.path, bytes: file.bytes))
        }
        for file in request.derived {
            files.append((file.path, .derived(file)))
            payload.append(
                BagListedFile(path: file.path, size: file.size, sha256: file.sha256))
        }
        for extract in request.extracts {
            marks.append(
                SealedMark(
                    mark: extract.mark, entry: extract.added.number, path: nil,
                    extract: extract.extract))
        }
        for statement in request.statements {
            marks.append(SealedMark(mark: statement.mark, entry: statement.number, path: nil))
        }
        marks.sort { $0.mark < $1.mark }
        var tags = try BagPlan.proofs(request)
        let record = SealingRecord(
            signer: key, vault: request.vault, recipients: request.recipients.map(BagPlan.sealed),
            checkpoint: try BagPlan.text(of: request.checkpoint), marks: marks,
            caseReference: request.caseReference, time: request.time, tool: request.tool,
            leftOut: BagPlan.leftOut(request))
        tags.append((BundlePaths.sealing, record.encoded()))
        for proof in request.earlier {
            tags.append((BundlePaths.earlier(proof.size), proof.encoded()))
        }
        tags.append((BundlePaths.checkpoint, request.checkpoint))
        tags.append((BundlePaths.howToCheck, Bytes(text: HowToCheck.inner)))
        let made = try BagItWriter.tagFiles(
            payload: payload, info: BagPlan.info(request),
            others: tags.map { BagListedFile(path: $0.path, bytes: $0.bytes) })
        tags += made.map { ($0.path, $0.bytes) }
        guard let list = made.last, list.path == BundlePaths.tagManifest else {
            throw BundleSealingError.requestMalformed
        }
        let signature = try MinisignSignature.sign(
            prehash: MinisignPrehash.of(list.bytes.span).span,
            untrustedComment: BagComment.untrusted,
            trustedComment: BagComment(time: request.time).text, key: key, signer: signer)
        tags.append((BundlePaths.bagSignature, signature.encoded()))
        files += tags.map { ($0.path, .bytes($0.bytes)) }
        files.sort { Bytes(text: $0.path).lexicographicallyPrecedes(Bytes(text: $1.path)) }
        members = files.map { file in
            let path = BundlePaths.folder + file.path
            return switch file.content {
            case .bytes(let bytes):
                ZipMember(
                    path: path, size: UInt64(bytes.count), crc32: CRC32.value(of: bytes.span))
            case .original(let exhibit):
                ZipMember(path: path, size: exhibit.added.size, crc32: exhibit.added.crc32)
            case .derived(let file):
                ZipMember(path: path, size: file.size, crc32: file.crc32)
            }
        }
        contents = files.map(\.content)
    }

    /// The incidents and orders as a text: derived, for reading; the entries are what counts.
    private static func readable(
        _ request: SealingRequest
    ) throws -> [(path: String, bytes: Bytes)] {
        guard !request.statements.isEmpty else { return [] }
        var bodies: [UInt64: [EntryBody]] = [:]
        let numbers = Set(request.statements.map(\.number))
        for entry in request.entries.sorted(by: { $0.seq < $1.seq }) {
            guard let body = try? EntryBody(parsing: entry.body.span) else { continue }
            let about = (body.json["item"]?.integer).flatMap { UInt64(exactly: $0) }
            for number in [entry.seq, about].compactMap({ $0 }) where numbers.contains(number) {
                bodies[number, default: []].append(body)
            }
        }
        var marks: [UInt64: [Mark]] = [:]
        let marked =
            request.exhibits.map { ($0.added.number, $0.mark) }
            + request.extracts.map { ($0.added.number, $0.mark) }
            + request.statements.map { ($0.number, $0.mark) }
        for (number, mark) in marked.sorted(by: { $0.1 < $1.1 }) {
            marks[number, default: []].append(mark)
        }
        return try request.statements.map { statement in
            let about = bodies[statement.number] ?? []
            guard let text = ReadableStatement(statement, about, marks: marks) else {
                throw BundleSealingError.entryOfAnother(statement.number)
            }
            return (
                BundlePaths.readable(folder: statement.mark.folder, name: text.fileName),
                Bytes(text: text.text)
            )
        }
    }

    // Sorted; of an extract's original nothing that speaks of its other records is disclosed.
    private static func leftOut(_ request: SealingRequest) -> [String] {
        (request.descriptionsLeftOut ? [EntryKind.itemDescribed.rawValue] : [])
            + (request.extracts.isEmpty ? [] : [EntryKind.itemRead.rawValue])
    }

    private static func proofs(
        _ request: SealingRequest
    ) throws -> [(path: String, bytes: Bytes)] {
        var files: [(path: String, bytes: Bytes)] = []
        for entry in request.entries {
            let proof = try TlogProof(
                index: entry.seq, path: entry.path, checkpoint: request.checkpoint)
            files.append((BundlePaths.entry(entry.seq), entry.body))
            files.append((BundlePaths.proof(entry.seq), proof.encoded()))
        }
        return files
    }

    private static func text(of checkpoint: Bytes) throws -> String {
        guard let note = try? SignedNote(parsing: checkpoint.span), let text = note.text.strictText
        else { throw BundleSealingError.requestMalformed }
        return text
    }

    private static func info(_ request: SealingRequest) -> [BagInfo.Field] {
        var fields = [
            BagInfo.Field("Bagging-Date", String(request.time.text.prefix(10))),
            BagInfo.Field("Bag-Software-Agent", request.tool),
            BagInfo.Field(
                "External-Description", "Sealed evidence. How to check it: HOW-TO-CHECK.txt"),
        ]
        if let reference = request.caseReference {
            fields.append(BagInfo.Field("External-Identifier", reference))
        }
        return fields
    }

    private static func sealed(_ recipient: AgeRecipient) -> SealedRecipient {
        switch recipient {
        case .x25519(let recipient): .x25519(recipient.text)
        case .passphrase: .passphrase
        }
    }
}
