// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of one line of a document: a picture with its base64, or an incident in full whose
    /// every byte was made visible, stay well below it.
    package static let lineBytes = 1 << 20

    /// Bytes of all lines of a document. What prints it keeps it whole in memory.
    package static let documentBytes = 96 << 20

    /// Parts of a document, each row of a table counted too: two thousand exhibits, a year's
    /// occurrences and the longest transcripts have some forty thousand.
    package static let partCount = 120_000

    /// Bytes of one text with all its runs: a message that is as long as an entry, with an escape
    /// for each of its bytes, is cut before.
    package static let textBytes = 400_000

    /// Runs of one text: a line of our own with a link for each of some exhibits.
    package static let runCount = 4_096

    /// Points of a list, paragraphs of a notice, labels of a block, notes of a message.
    package static let pointCount = 4_096

    /// Columns of a table; an A4 page is not wider.
    package static let columnCount = 12

    /// Shares of one column's width.
    package static let columnShare = 1_000

    /// Bytes of a short text of ours: a label, a heading of a column, a caption, a place, a title.
    package static let labelBytes = 1_024

    /// Bars of a chart: five years of weeks, which is what still can be told apart on paper.
    package static let barCount = 270

    /// Places in a row of a chart that have nothing and are drawn all the same; more are drawn as one: two
    /// months of weeks, after which the eye no longer counts them.
    package static let emptyBars: Int64 = 8

    /// The highest number beside a bar; more messages than any export holds.
    package static let barHeight = 1_000_000_000

    /// Bytes of the name of a place that links lead to.
    package static let anchorBytes = 64

    /// Small pictures of a document: more than somebody turns pages for.
    package static let pictureCount = 600

    /// Bytes of one small picture: 480 by 480 pixels as a baseline JPEG of the best quality.
    package static let pictureBytes = 256 << 10

    /// Bytes of all small pictures, so that a browser on an old computer still opens the page.
    package static let picturesBytes = 24 << 20

    /// Small pictures of files inside one exhibit: a transcript of some eighty pages with three on each.
    package static let conversationPictures = 240

    /// Small pictures of files inside all exhibits, so that a third of all is left for exhibits that are
    /// pictures themselves.
    package static let attachedPictures = 400

    /// Bytes of the small pictures of files inside one exhibit: as many with room above the usual
    /// 35 KiB of each.
    package static let conversationPictureBytes = 10 << 20

    /// Bytes of the small pictures of files inside all exhibits, with the same third left.
    package static let attachedPictureBytes = 16 << 20

    /// Pixels of each side of a small picture.
    package static let pictureSide = 480

    /// Small pictures beside one message.
    package static let messagePictures = 16

    /// Bytes of one text of a person or a file: an entry holds no longer one.
    package static let quotedBytes = 65_536

    /// Bytes of the beginning of a text in a line of a table.
    package static let excerptBytes = 240

    /// Bytes of one message's text: some six pages. Longer mails are cut, and their readable copy is named.
    package static let messageBytes = 16_384

    /// Bytes of one of the other things that a source says of a message.
    package static let factBytes = 300

    /// Other things that a source says of a message.
    package static let messageFacts = 8

    /// Recipients and attachments of one message.
    package static let messageParts = 24

    /// Messages of one conversation: some eighty pages.
    package static let conversationMessages = 1_000

    /// Messages of all conversations, beyond which nobody turns pages.
    package static let allMessages = 6_000

    /// Bytes of the texts of all messages that are shown, so that the page still opens.
    package static let allMessageBytes = 12 << 20

    /// Days of one conversation that stand in the chronology each on its own: more than fifty years.
    package static let conversationDays = 20_000

    /// Senders that are told apart in one conversation: more than its largest groups have.
    package static let conversationSenders = 2_000

    /// Senders, each by what they sent, that are told apart in the counts of one day.
    package static let dayShares = 256

    /// Senders that are named in one line of the chronology.
    package static let daySenders = 6

    /// Senders that are named in the counts before and after a day; the others stand in one line.
    package static let countedSenders = 40

    /// Messages of all exhibits that are compared with each other, at 80 bytes each: some 48 MB, and more
    /// than the longest conversations of some years. The others are counted where they stand.
    package static let comparedMessages = 600_000

    /// Lines on what stands in more than one exhibit.
    package static let doubleLines = 200

    /// Rows of the chronology; the table for spreadsheets beside the report has all.
    package static let chronologyRows = 20_000

    /// Exhibits in the list and in the schedule of digests, with room above a large case; the table for
    /// spreadsheets beside the report has all.
    package static let listedExhibits = 10_000

    /// Exhibits whose entries are told one by one.
    package static let toldExhibits = 3_000

    /// Bytes of a key's words in the line at the foot of each page: twelve of at most eight letters.
    package static let wordsBytes = 110

    /// Exhibits for which a paragraph of a statement is drafted.
    package static let draftedExhibits = 400

    /// Marks that are named in one cell.
    package static let namedMarks = 40

    /// People and attachments that are named of one reading.
    package static let readingParts = 30
}
