// SPDX-License-Identifier: Apache-2.0

/// Every bound of a vault's formats, with its reason.
package enum Limits {
    /// Bytes of one entry's body: fits the 16-bit lengths of log tiles (DESIGN 9).
    package static let body = 65_535
    /// Bytes of a commit file: 256 items need about 30 KiB; folding many may need more (DESIGN 9).
    package static let commit = 4 << 20
    /// Bytes of `vault.json`: one body and its line feed.
    package static let card = body + 1
    /// Bytes of a key slot: a header of a few stanzas around some 300 bytes.
    package static let slot = 64 << 10
    /// Bytes of the vault secret's text: two lines, about 310 bytes.
    package static let secretText = 4096
    /// Bytes of a recovery sheet that is read: a page of text, with whatever a person added to it.
    package static let recoverySheet = 64 << 10
    /// Bytes of a remembered checkpoint: a signed note of a few lines.
    package static let rememberedNote = 16 << 10
    /// Bytes of a catalogue: some twenty million messages; a larger one is not believed.
    package static let catalogue: UInt64 = 1 << 33
    /// Generations that may be missing between remembered ones: copies continued on another drive.
    package static let generationsAhead: UInt64 = 16
    /// Items in one commit, so that little is unreported when power fails (DESIGN 5).
    package static let batchItems = 256
    /// Readings in one commit: each may fill an entry.
    package static let batchReadings = 64
    /// Bytes of originals in one commit (DESIGN 5).
    package static let batchBytes: UInt64 = 256_000_000
    /// Milliseconds after which a commit is due (DESIGN 5).
    package static let batchMilliseconds: Int64 = 5000
    /// Milliseconds for which one `vault.opened` stands (DESIGN 5).
    package static let openingMilliseconds: Int64 = 600_000
    /// Bytes read at a time from an original: large enough that calls cost nothing.
    package static let readBuffer = 1 << 20
    /// Bytes of an original that are looked at to tell its type.
    package static let head = 4096
    /// Bytes of a note: it is held in memory while it is kept.
    package static let note = 16 << 20
    /// Bytes of one derived file that wait in memory; a longer one is written down, encrypted.
    package static let derivedInMemory = 1 << 20
    /// Bytes of all derived files of one sealing that wait in memory.
    package static let allDerivedInMemory = 32 << 20
    /// Files that one `add` looks at, so that a plan fits into memory.
    package static let planFiles = 1_000_000
    /// Folders below one another that are entered.
    package static let folderDepth = 200
    /// Bytes of a file's name on every file system in use.
    package static let name = 255
    /// Segments of a vault: eight digits.
    package static let segments = 99_999_999
    /// Missing segments that are named one by one before a present one.
    package static let missingSegments = 10_000
    /// Bytes read at a time from a segment: one chunk of an age file.
    package static let segmentBuffer = 64 << 10
    /// Marks in one `bundle.sealed`, so that it fits into a body; a larger bundle has several.
    package static let marksInEntry = 1000
    /// How many other marks the mark of an extract takes the room of: its digest makes it three times as long.
    static let marksOfExtract = 4
    /// Earlier checkpoints that a bundle proves its record to continue, the newest: nobody is sent more.
    package static let earlierProofs = 256
    /// Bytes of a name that is given to a file outside the vault, with room for its number in front.
    package static let givenName = 200
    /// Bytes of a device's name: the longest that DNS has.
    package static let device = 253
    /// Bytes of free space that are left when it is asked whether something fits: journal and folders.
    package static let spareRoom: UInt64 = 1 << 20
    /// The scrypt work factor of a slot that we write: about a second (DESIGN 5).
    package static let workFactor = 18
    /// The largest scrypt work factor that is tried on a slot: 1 GiB of memory (DESIGN 5).
    package static let maximumWorkFactor = 20
    /// Bytes of a passphrase.
    package static let passphrase = 1024
    /// How often a copy looks again at keys that change while it looks: a change is one rename.
    package static let stockTries = 5
    /// Drafts of one kind: one, and others only where one cannot be read and is left alone.
    package static let drafts = 9
    /// Bytes of a draft's file: its text, an age header, and a tag for each chunk.
    package static let draftFile = 300_000
}
