// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A report as values, before anybody lays it out: the page for a browser and the printed one are made
/// from the same document, so that they say the same.
package struct ReportDocument: Sendable, Equatable {
    /// What it is called: at the top of its first page, and in the properties of the file.
    package var title: String
    /// What stands below the title: what it is about, and of when.
    package var opening: [ReportField]
    /// A line for the foot of each page.
    package var foot: String
    /// What stands in it, in order.
    package var blocks: [ReportBlock]
    /// The small pictures that blocks name, by their number in this list.
    package var pictures: [ReportPicture]

    /// Takes the parts.
    package init(
        title: String, opening: [ReportField] = [], foot: String, blocks: [ReportBlock] = [],
        pictures: [ReportPicture] = []
    ) {
        self.title = title
        self.opening = opening
        self.foot = foot
        self.blocks = blocks
        self.pictures = pictures
    }
}

/// One part of a report, from top to bottom.
package enum ReportBlock: Sendable, Equatable {
    /// A heading of level 1 to 3, which is a bookmark, and the place that links with this name lead to.
    case heading(level: Int, text: ReportText, anchor: String?)
    /// A paragraph.
    case paragraph(ReportText)
    /// Points, each of one paragraph.
    case list([ReportText])
    /// What must not be overlooked: a limit, a warning. In a frame.
    case notice([ReportText])
    /// Labels and what they are: `Size`, `SHA-256`.
    case fields([ReportField])
    /// Rows under headings that are repeated on each page.
    case table(ReportTable)
    /// Bars, one beside the other, with their numbers.
    case chart(ReportChart)
    /// One message of a conversation.
    case message(ReportMessage)
    /// Small pictures, by their numbers in the document's list, each with its caption.
    case pictures([Int])
    /// What stands at the head of pages from here on: the mark and the beginning of the digest.
    case running(String)
    /// What follows begins on a new page.
    case newPage
}

/// A text made of runs.
package struct ReportText: Sendable, Equatable, ExpressibleByStringLiteral {
    /// The runs, one after the other.
    package var runs: [ReportRun]

    /// Takes the runs.
    package init(_ runs: [ReportRun]) { self.runs = runs }

    /// A text of ours.
    package init(_ text: String) { runs = [ReportRun(text)] }

    /// A text of ours.
    package init(stringLiteral value: String) { self.init(value) }

    /// One text after the other.
    package static func + (first: ReportText, second: ReportText) -> ReportText {
        ReportText(first.runs + second.runs)
    }

    /// Adds a text to this one.
    package static func += (text: inout ReportText, other: ReportText) {
        text.runs += other.runs
    }
}

/// A piece of text in one style.
package struct ReportRun: Sendable, Equatable {
    /// Who says it.
    package enum Origin: String, Sendable {
        /// The program.
        case own
        /// A person or a file: any script, any direction, set apart so that it cannot turn what stands
        /// around it. What controls a terminal or a page was made visible before it came here.
        case quoted
    }

    /// How it looks.
    package enum Style: String, Sendable {
        case plain, strong, small, fixed
    }

    /// The text. A line feed in it begins a new line.
    package var text: String
    /// Who says it.
    package var origin: Origin
    /// How it looks.
    package var style: Style
    /// The anchor of a heading, a row or a message that it leads to.
    package var link: String?

    /// Takes the parts.
    package init(
        _ text: String, origin: Origin = .own, style: Style = .plain, link: String? = nil
    ) {
        self.text = text
        self.origin = origin
        self.style = style
        self.link = link
    }

    /// What a person or a file said: each line made safe to show, with what ends it as a line feed
    /// and a tab as space.
    package static func quoted(
        _ text: String, style: Style = .plain, link: String? = nil
    ) -> ReportRun {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var wasReturn = false
        for scalar in text.unicodeScalars {
            defer { wasReturn = scalar == "\r" }
            switch scalar {
            case "\n" where wasReturn:
                continue
            case "\n", "\r", "\u{2028}", "\u{2029}":
                lines.append(SafeText.escapedLine(String(line)))
                line = String.UnicodeScalarView()
            default:
                line.append(scalar)
            }
        }
        lines.append(SafeText.escapedLine(String(line)))
        return ReportRun(
            lines.joined(separator: "\n"), origin: .quoted, style: style, link: link)
    }
}

/// A label and what it is.
package struct ReportField: Sendable, Equatable {
    /// The label, of ours.
    package var label: String
    /// What it is.
    package var text: ReportText

    /// Takes the parts.
    package init(_ label: String, _ text: ReportText) {
        self.label = label
        self.text = text
    }
}

/// Rows under headings.
package struct ReportTable: Sendable, Equatable {
    /// One column.
    package struct Column: Sendable, Equatable {
        /// Its heading.
        package var heading: String
        /// Its part of the width, as a share of the sum of all.
        package var share: Int
        /// Whether it holds numbers, which stand at the right.
        package var isNumber: Bool

        /// Takes the parts.
        package init(_ heading: String, share: Int, isNumber: Bool = false) {
            self.heading = heading
            self.share = share
            self.isNumber = isNumber
        }
    }

    /// One row: as many cells as there are columns.
    package struct Row: Sendable, Equatable {
        /// The cells.
        package var cells: [ReportText]
        /// The place that links with this name lead to.
        package var anchor: String?

        /// Takes the parts.
        package init(_ cells: [ReportText], anchor: String? = nil) {
            self.cells = cells
            self.anchor = anchor
        }
    }

    /// The columns, from the left.
    package var columns: [Column]
    /// The rows, from the top.
    package var rows: [Row]

    /// Takes the parts.
    package init(_ columns: [Column], rows: [Row] = []) {
        self.columns = columns
        self.rows = rows
    }
}

/// Bars with their numbers.
package struct ReportChart: Sendable, Equatable {
    /// One bar.
    package struct Bar: Sendable, Equatable {
        /// What stands below it: `19 Feb`.
        package var label: String
        /// How high it is.
        package var count: Int
        /// Whether it is no bar: it stands for a stretch with nothing, and its label says how long that is.
        package var isStretch: Bool

        /// Takes the parts.
        package init(_ label: String, _ count: Int, isStretch: Bool = false) {
            self.label = label
            self.count = count
            self.isStretch = isStretch
        }
    }

    /// What the numbers are: `Occurrences in each week`.
    package var caption: String
    /// The bars, from the left; at most as many as fit are labelled.
    package var bars: [Bar]

    /// Takes the parts.
    package init(_ caption: String, bars: [Bar]) {
        self.caption = caption
        self.bars = bars
    }
}

/// One message of a conversation.
package struct ReportMessage: Sendable, Equatable {
    /// Its place: `121 of 412`.
    package var place: String
    /// When, who, to whom: a line in small type.
    package var head: ReportText
    /// What it says.
    package var text: ReportText
    /// What has to be said of it, of ours: that its time is ambiguous, that it was kept raw.
    package var notes: [ReportText]
    /// The numbers of its small pictures in the document's list.
    package var pictures: [Int]
    /// Whether it was sent by the device that kept it; it stands a little to the right then.
    package var isOutgoing: Bool
    /// The place that links with this name lead to.
    package var anchor: String?

    /// Takes the parts.
    package init(
        place: String, head: ReportText, text: ReportText, notes: [ReportText] = [],
        pictures: [Int] = [], isOutgoing: Bool = false, anchor: String? = nil
    ) {
        self.place = place
        self.head = head
        self.text = text
        self.notes = notes
        self.pictures = pictures
        self.isOutgoing = isOutgoing
        self.anchor = anchor
    }
}

/// A small picture, made for the report out of an original.
package struct ReportPicture: Sendable, Equatable {
    /// A baseline JPEG of at most 480 by 480 pixels.
    package var jpeg: Bytes
    /// Its width in pixels.
    package var width: Int
    /// Its height in pixels.
    package var height: Int
    /// What it is, in words: `Small copy of the picture in EX/3, attachment 2`.
    package var caption: ReportText

    /// Takes the parts.
    package init(jpeg: Bytes, width: Int, height: Int, caption: ReportText) {
        self.jpeg = jpeg
        self.width = width
        self.height = height
        self.caption = caption
    }
}
