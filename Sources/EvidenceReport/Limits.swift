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

    /// Pixels of each side of a small picture.
    package static let pictureSide = 480

    /// Small pictures beside one message.
    package static let messagePictures = 16
}
