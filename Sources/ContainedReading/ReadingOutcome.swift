// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import ReaderProtocol
package import StrictCoding

/// Why the contents of an item were not read, or not to their end. None of them ends anything else.
package enum NotReadReason: Sendable, Equatable, CaseIterable {
    /// The program that reads is not where it must be, or the system did not start it.
    case notStarted
    /// It could not shut itself in on a system where it can; so it was given nothing.
    case notShutIn
    /// The same: the system has Landlock, which shuts files, and refused it.
    case filesNotShut
    /// The same: too few files may be open at a time.
    case tooFewDescriptors
    /// The bytes of the item could not be fetched.
    case notServed
    /// It ended by a fault.
    case crashed
    /// It tried what it may not do, and was ended for it.
    case forbidden
    /// It took too long.
    case tooLong
    /// It said nothing for too long.
    case silent
    /// It said more than is taken of one item.
    case tooMuch
    /// What it said was not of the form that it must have.
    case nonsense
    /// It ended before it had said what it found.
    case endedEarly

    /// The rest of the sentence "its contents were not read: …".
    package var text: String { text(of: "keepsake-reader", "the reader") }

    /// The same of another program that is shut in.
    ///
    /// - Parameters:
    ///   - program: its name.
    ///   - word: what it is called in a sentence.
    package func text(of program: String, _ word: String) -> String {
        switch self {
        case .notStarted: "the program \(program) did not start"
        case .notShutIn: "\(word) could not be shut in, so it was given nothing"
        case .filesNotShut:
            "\(word) could not be shut in, so it was given nothing: this system has a lock for files "
                + "(Landlock) and refused it"
        case .tooFewDescriptors:
            "\(word) could not be shut in, so it was given nothing: this system lets it have too few "
                + "files open at a time (ulimit -n)"
        case .notServed: "the kept bytes could not be fetched"
        case .crashed: "\(word) crashed on it"
        case .forbidden: "\(word) tried something that it may not do, and was ended"
        case .tooLong: "\(word) took too long"
        case .silent: "\(word) stopped answering"
        case .tooMuch: "\(word) said more than is taken of one item"
        case .nonsense: "\(word) answered with nonsense"
        case .endedEarly: "\(word) ended before it was finished"
        }
    }

    /// Whether it says something of the item, and not only of this computer at this moment.
    package var isAboutItem: Bool {
        switch self {
        case .notStarted, .notShutIn, .filesNotShut, .tooFewDescriptors, .notServed: false
        default: true
        }
    }
}

/// The records that a reading gave.
package struct RecordTally: Sendable, Equatable {
    /// How many there were.
    package internal(set) var count: UInt64 = 0
    /// How many of them were not understood and stand as they are.
    package internal(set) var raw: UInt64 = 0
    /// SHA-256 over them as lines of canonical JSON, each with its line feed; nothing where there are none.
    package internal(set) var digest: Digest?

    /// Takes the parts; without any, there were none.
    package init(count: UInt64 = 0, raw: UInt64 = 0, digest: Digest? = nil) {
        self.count = count
        self.raw = raw
        self.digest = digest
    }
}

/// What came of reading one item.
package struct ReadingOutcome: Sendable {
    /// What is known of the item now.
    package enum Ending: Sendable {
        /// The reader came to its end.
        case read(importer: String, version: UInt64, facts: ReadFacts)
        /// It did not.
        case notRead(NotReadReason)
    }

    /// What stands as the importer where the reader did not come to its end.
    package static let noImporter = "none"

    // What a reader found, before it is an ending.
    struct Found {
        let importer: String
        let version: UInt64
        let facts: ReadFacts
    }

    /// How it ended.
    package let ending: Ending
    /// The records that were handed on, also where it ended early.
    package let records: RecordTally
    /// What shut the reader in; nothing where it never said so.
    package let protections: Protections?
    /// What stood behind `notServed`.
    package let underlying: (any Error)?

    /// Whether the reader could do nothing but read, as far as it said; false only where it said that this
    /// system does not shut it in.
    package var isShutIn: Bool { protections?.calls != false }

    /// The outcome where the bytes could not even be opened.
    package static func notServed(_ error: any Error) -> ReadingOutcome {
        ReadingOutcome(
            ending: .notRead(.notServed), records: RecordTally(), protections: nil,
            underlying: error)
    }

    /// What an `item.read` says of it; nothing where there is nothing to say of the item.
    ///
    /// - Parameters:
    ///   - item: its number.
    ///   - mediaType: its media type, which gives its kind where nothing else does.
    package func itemRead(item: UInt64, mediaType: String) -> ItemRead? {
        switch ending {
        case .read(let importer, let version, let facts):
            return ItemRead(
                item: item, importer: importer, importerVersion: version, facts: facts,
                records: records.count, recordsDigest: records.digest)
        case .notRead(let reason):
            guard reason.isAboutItem else { return nil }
            var facts = ReadFacts(kind: EvidenceKind(mediaType: mediaType))
            facts.unread =
                reason.text
                + (records.count == 0 ? "" : ", after record \(records.count)")
            facts.counts = ReadCounts(
                read: records.count, understood: records.count - records.raw,
                keptRaw: records.raw)
            return ItemRead(
                item: item, importer: Self.noImporter, importerVersion: 1, facts: facts,
                records: records.count, recordsDigest: records.digest)
        }
    }
}

/// Reading was stopped because the host was asked to.
package struct ReadingStopped: Error {
    /// Says so.
    package init() {}
}
