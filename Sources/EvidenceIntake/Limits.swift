// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes from the start of an item by which its format is recognised: a comment of an export and
    /// its first records.
    package static let headBytes = 65_536

    /// Records of one item: ten times the largest chat that was ever reported.
    package static let recordCount: UInt64 = 10_000_000

    /// Bytes that an attachment is said to have, at most: the largest integer of canonical JSON.
    static let attachmentBytes: UInt64 = 1 << 53 - 1

    /// Recipients or attachments of one record: more than any group or message of any app has.
    package static let recordLists = 1024

    /// Backups behind one another in one file: those who merge files by hand merge a few.
    package static let backupDocuments: UInt64 = 256

    /// First bytes of an MMS part that are kept, for a text that stands there as base64.
    package static let partHeadBytes = 1 << 17

    /// Identifiers and names that are remembered of one item: more than a phone meets in ten years.
    package static let peopleMet = 20_000

    /// Messages among which one that is there twice is sought: 48 MB of memory while they grow.
    package static let seenMessages = 1_500_000

    /// Bytes of an element that was not understood, as they are given: the rest is in the original.
    package static let rawBytes = 1 << 16
    /// Characters between a date and its time, or of a word for the half of a day: the longest word in
    /// use has fourteen.
    static let whatsAppGapCharacters = 24

    /// Bytes of a sender's name: four times what the app lets a person call themselves, and more than an
    /// address book shows.
    static let whatsAppNameBytes = 256

    /// Places in one line at which a name could end; a name with more colons is none.
    static let whatsAppDivisions = 8

    /// Different senders that are counted, so that a name with a colon is recognised: forty times the
    /// largest group.
    static let whatsAppSenders = 40_960

    /// Shapes of dates that are told apart in one file: a file of one making has one.
    static let whatsAppShapes = 64

    /// How many times as often the numbers must speak against one order as against another, where a few
    /// lines speak against each: a pasted line in hundreds.
    static let whatsAppContradiction = 100

    /// Lines of one message that are looked at for the name of a file.
    static let whatsAppCaptionLines = 200

    /// Bytes of text before the first record that are kept as one record.
    static let whatsAppLeadBytes = 1 << 16

    /// Lines from the start by which a chat is recognised.
    static let whatsAppHeadLines = 200

    /// Members of one archive: twice the files that a phone's largest exports hold.
    static let archiveMembers = 200_000

    /// Members of a ZIP whose names are remembered, for those that the library does not find: as many files as
    /// an item tells of.
    static let archiveListed = 4096

    /// Headers of members that are compared with the directory; each is one more read.
    static let archiveHeaders = 10_000

    /// Bytes that one archive is unpacked to, into digests only: three times the largest export seen.
    static let archiveBytes: UInt64 = 16 << 30

    /// How many times larger than itself an archive may unpack: text packs to a tenth, a bomb to a thousandth.
    static let archiveRatio: UInt64 = 100

    /// Bytes that a small archive may unpack to whatever the ratio says.
    static let archiveAlwaysBytes: UInt64 = 64 << 20

    /// Texts in an archive that are looked at for a chat.
    static let whatsAppCandidates = 8

    /// Bytes of one record of a note's text: a few pages, so that a search can show where it found something.
    static let notePartBytes = 1 << 14

    /// Bytes of a note that are given as text; what comes after is kept in the item.
    static let noteBytes = 64 << 20

    /// Bytes of a note's first line that make its title.
    static let noteTitleBytes = 200
}
