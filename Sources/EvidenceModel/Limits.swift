// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of an entry's body; DESIGN 9 sets it, and a tile of a log holds no longer one.
    package static let entryBytes = 65_535

    /// Bytes of the salt of an entry: 128 bits, so that a hidden entry cannot be guessed.
    package static let saltBytes = 16

    /// Bytes of a vault's identifier.
    package static let vaultIdentifierBytes = 16

    /// Bytes of a kind's name; the longest of ours has 20.
    package static let kindBytes = 64

    /// Bytes of what names a tool and its version.
    package static let toolBytes = 128

    /// Bytes of a short word of ours: how acquired, a reason, a slot, an exhibit's mark.
    package static let wordBytes = 64

    /// Bytes of a media type; RFC 6838 allows 127 on each side of the slash, none in use has 80.
    package static let mediaTypeBytes = 127

    /// Bytes of a true file name. File systems stop at 255 of their units, which are up to 765
    /// bytes of UTF-8.
    package static let nameBytes = 1024

    /// Bytes of a true path; Linux stops at 4,096, macOS at 1,024, Windows at 32,767 characters,
    /// of which no real path comes near what remains in an entry.
    package static let pathBytes = 8192

    /// How much longer the readable form of a name or path may be: `\xNN` for each byte.
    package static let readableFactor = 4

    /// Bytes of a host's name; DNS allows 253.
    package static let deviceBytes = 255

    /// Bytes of a recipient's text: a hybrid post-quantum one has close to 2,000.
    package static let recipientBytes = 4096

    /// Recipients, slots or marks in one entry: more do not fit into its bytes.
    package static let listCount = 4096

    /// Bytes of a signed note inside an entry: origin, size, root and a few signature lines.
    package static let noteBytes = 16_384

    /// Bytes from the start of a file by which its type is recognised.
    package static let recognisedBytes = 4096

    /// Bytes of a title: a long sentence; a longer text is a correction or a diary entry.
    package static let titleBytes = 300

    /// Bytes of a label: a few words.
    package static let labelBytes = 64

    /// Labels of one item: more cannot be told apart in a list.
    package static let labelCount = 32

    /// Behaviours of one item: more than any vocabulary has.
    package static let behaviourCount = 64

    /// Bytes of one statement in a person's words: about eight pages, for which an entry has room even
    /// where each of them is a line break or a quotation mark.
    package static let statementBytes = 16_384

    /// Reports to the police in one incident: later ones are another entry.
    package static let reportCount = 32

    /// Entries that one tombstone empties, so that it fits into a body; more take several tombstones.
    package static let erasedCount = 2000

    /// Items that belong to one incident.
    package static let incidentItems = 1000

    /// Minutes that a clock may be from UTC; the zones in use end at 14 hours.
    package static let offsetMinutes = 18 * 60

    /// Bytes of an identifier or a displayed name as received; an address has at most 320.
    package static let identifierBytes = 1024

    /// Possible readings of one time: the orders of day, month and year, and a clock's repeated hour.
    package static let readingCount = 6

    /// Bytes of one message's text: more than any app sends, and little enough to hold in memory.
    package static let recordTextBytes = 1 << 20

    /// Facts of one item or record, each a short word and a text.
    package static let factCount = 96

    /// Bytes of one fact.
    package static let factBytes = 2048

    /// Bytes of a title that an item itself has, such as a subject.
    package static let readTitleBytes = 2048

    /// Bytes of what was read, in an entry: the rest is for the fields that every entry has.
    package static let readBytes = 64_000

    /// Bytes of a draft: all that its entries may hold, and room for how JSON writes it.
    package static let draftBytes = 262_144

    /// Identifiers that one statement calls one person.
    package static let statedIdentifiers = 32
}
