// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import EvidenceModel
import StrictCoding
import ZipFormat

extension BundleChecker {
    /// Reads the age header, which needs no key; nothing where it is malformed.
    func readHeader(_ evidence: any SeekableSource) throws -> Header? {
        do {
            let header = try Header.parse(evidence)
            var keys = 0
            var passphrase = false
            var other = 0
            for (kind, count) in header.stanzaSummary {
                switch kind {
                case StanzaKind.x25519: keys += count
                case StanzaKind.scrypt: passphrase = true
                default: other += count
                }
            }
            facts.recipients = RecipientFacts(keys: keys, passphrase: passphrase, other: other)
            return header
        } catch let error as AgeError {
            switch error {
            case .secret: throw error
            case .header(.unsupportedVersion):
                findings.leave(
                    .intact, BundlePaths.evidence, "it is encrypted in a newer version of age")
                stop(.newer)
            default:
                findings.contradict(
                    .intact, BundlePaths.evidence, "its age header is not one that age writes")
            }
            return nil
        }
    }

    /// Opens the encrypted file and reads the inner ZIP's structure; nothing where that fails.
    func open(
        _ evidence: any SeekableSource, seal: Seal, identities: [any Identity],
        fileKey: FileKey?
    ) throws -> ZipArchive? {
        guard let header = try readHeader(evidence) else { return nil }
        let isOpenable = fileKey != nil || !identities.isEmpty
        guard isOpenable else {
            leaveUnopened(seal, "no key or passphrase was given; what is inside was not checked")
            return nil
        }
        do {
            let key = try fileKey ?? header.fileKey(for: identities)
            let file = try AgeFile(evidence, fileKey: key)
            facts.opened = true
            return try readArchive(file)
        } catch let error as AgeError {
            try refuse(error, seal: seal)
            return nil
        }
    }

    private func readArchive(_ file: AgeFile) throws -> ZipArchive? {
        do {
            return try ZipArchive(reading: file) { error in
                guard let chunk = Damage.chunk(of: error) else { return false }
                noteDamage(chunk)
                return true
            }
        } catch let error as ZipError {
            if case .limit = error.fault {
                findings.leave(.intact, "evidence.zip", ZipWords.detail(of: error))
                stop(.unreadable)
            } else {
                findings.contradict(
                    .intact,
                    ZipWords.subject(of: error, names: [], archive: "evidence.zip"),
                    ZipWords.detail(of: error))
            }
            return nil
        }
    }

    /// Says that a chunk of the encrypted file was changed.
    func noteDamage(_ chunk: UInt64) {
        findings.contradict(.intact, BundlePaths.evidence, Damage.detail(chunk))
    }

    private func refuse(_ error: AgeError, seal: Seal) throws {
        let subject = BundlePaths.evidence
        switch error {
        case .secret: throw error
        case .noMatch, .unsupported:
            // A mistyped passphrase does not show that it was sealed to somebody else.
            let wantsPassphrase = facts.recipients?.passphrase == true
            leaveUnopened(
                seal,
                wantsPassphrase
                    ? "it opens with a passphrase; what was given does not open it"
                    : "it is sealed to others; what was given does not open it")
        case .outOfMemory:
            leaveUnopened(seal, "there was not enough memory to try the passphrase")
        case .header(.workFactorTooHigh):
            findings.leave(
                .intact, subject, "its passphrase asks for more work than this tool does")
            stop(.unreadable)
        case .mac:
            findings.contradict(.intact, subject, "its age header was changed")
        case .payload(let chunk):
            noteDamage(chunk)
        case .truncated:
            findings.contradict(.intact, subject, "the end of its contents is missing")
        default:
            findings.contradict(.intact, subject, "its age header is not one that age writes")
        }
    }

    private func leaveUnopened(_ seal: Seal, _ detail: String) {
        if seal.isGood, !findings.isContradicted(.intact) {
            findings.establish(
                .intact, BundlePaths.signature, "the seal itself is whole: its signature is good")
        }
        findings.leave(.intact, "bundle", detail)
        stop(.notOpened)
    }
}

/// Places of the encrypted file that do not authenticate.
enum Damage {
    /// The chunk (from 0) that an error of reading means; nothing for any other error.
    static func chunk(of error: any Error) -> UInt64? {
        guard case .payload(let chunk) = error as? AgeError else { return nil }
        return chunk
    }

    /// What a finding says of it.
    static func detail(_ chunk: UInt64) -> String { "chunk \(chunk) does not authenticate" }
}
