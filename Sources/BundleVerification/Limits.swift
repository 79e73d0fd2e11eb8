// SPDX-License-Identifier: Apache-2.0

/// Every bound of a sealed bundle. What is above one is refused before it costs memory or time.
package enum BundleLimits {
    /// The format that is written and read; a bundle that states a higher one is newer than this tool.
    package static let formatVersion = 1
    /// The highest format of `proof/sealing.json`: 2, which a bundle with an extract has and no other.
    package static let sealingVersion = 2
    /// Stretches of records in one extract: 10,000, as many as a search in a long chat finds.
    package static let extractRanges = 10_000

    /// Exhibits: 65,000. Each needs three files of the 200,000 that an inner ZIP may list.
    package static let exhibits = 65_000
    /// Entries disclosed: 65,000, for the same reason.
    package static let entries = 65_000
    /// Derived files: 60,000. With three files for each of 45,000 exhibits they fill an inner ZIP.
    package static let derived = 60_000
    /// People a bundle is sealed to: 20, what the reader of the age header takes with room for
    /// stanzas it does not know.
    package static let recipients = 20

    /// Bytes of `sealer.pub`: 1 KiB; a minisign key file has 170.
    package static let sealerKeyBytes: UInt64 = 1 << 10
    /// Bytes of a minisign signature file: 10 KiB, the most that minisign itself reads.
    package static let signatureBytes: UInt64 = 10 << 10

    /// Bytes of the tag manifest: 64 MiB, as for any manifest; 200,000 lines of 320 bytes.
    package static let manifestBytes: UInt64 = 64 << 20
    /// Bytes of `proof/sealing.json`: 24 MiB, 65,000 marks of 350 bytes.
    package static let sealingBytes: UInt64 = 24 << 20
    /// Bytes of `proof/checkpoint`: 64 KiB, with a hundred cosignatures.
    package static let checkpointBytes: UInt64 = 64 << 10
    /// Bytes of an entry: DESIGN section 9.
    package static let entryBytes: UInt64 = 65_535
    /// Bytes of a `.tlog-proof`: 128 KiB, a checkpoint and 63 hashes with room.
    package static let proofBytes: UInt64 = 128 << 10

    /// Letters of a mark's prefix: four, the initials of a person.
    package static let markLetters = 4
    /// The highest number of a mark.
    package static let markNumber = 999_999
    /// Bytes of a file's name in the bag: 80 (DESIGN section 6); Windows stops at 260 for a path.
    package static let nameBytes = 80
    /// Bytes of a path in the bag: 200, the longest that its ZIP can hold.
    package static let pathBytes = 200
    /// Folders and name of a derived file below `data/readable/` or `data/report/`: four, a mark's folder
    /// and two within it.
    package static let derivedDepth = 4
    /// Bytes of a file in `proof/earlier/`: 8 KiB, a line and 63 hashes with room.
    package static let earlierBytes: UInt64 = 8 << 10
    /// Keys in a file of named sealers: 1,000, more than anybody compared.
    package static let namedSealers = 1_000
    /// Characters of the name that a reader gives to a key: 60, a column of a table.
    package static let sealerNameCharacters = 60
    /// Bytes of a case reference: 200, one line of a form.
    package static let caseReferenceBytes = 200
    /// Kinds of entries that a record of a sealing says were left out: 16; there are fewer kinds.
    package static let leftOutKinds = 16
    /// Bytes of the word of a kind.
    package static let kindBytes = 64
    /// Bytes of a tool's name and version.
    package static let toolBytes = 200

    /// Findings that a report lists for one kind; more are counted. A report is read by a person.
    package static let findingsOfAKind = 1_000
    /// Bytes that are read at a time: 256 KiB, four chunks of age.
    package static let bufferBytes = 256 << 10
}
