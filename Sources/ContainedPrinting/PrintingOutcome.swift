// SPDX-License-Identifier: Apache-2.0

import ContainedReading
package import ReaderProtocol
package import StrictCoding

/// A report as it was printed.
package struct PrintedReport: Sendable {
    /// The PDF. It begins and ends as one; nothing else of it was looked at.
    package let bytes: Bytes
    /// How many pages the printer says it has.
    package let pages: Int
    /// Characters for which no font that was used has a shape; the report's end says so too.
    package let missing: Int
    /// Files of fonts that are on this computer and were not used: more than may be open at a time, or
    /// not readable.
    package let fontsLeftOut: Int
    /// What shut the printer in.
    package let protections: Protections
}

/// Why there is no PDF.
package enum NotPrintedReason: String, CaseIterable, Sendable {
    case notStarted, notShutIn, filesNotShut, tooFewDescriptors, noFonts, refused, notDrawn,
        tooLarge, tooLong, crashed, forbidden,
        nonsense, endedEarly

    // What the host found in the conversation.
    init(_ reason: NotReadReason) {
        switch reason {
        case .notStarted: self = .notStarted
        case .notShutIn: self = .notShutIn
        case .filesNotShut: self = .filesNotShut
        case .tooFewDescriptors: self = .tooFewDescriptors
        case .crashed: self = .crashed
        case .forbidden: self = .forbidden
        case .tooLong, .silent: self = .tooLong
        case .tooMuch: self = .tooLarge
        case .nonsense, .notServed: self = .nonsense
        case .endedEarly: self = .endedEarly
        }
    }

    /// It in words that go on from "there is no report.pdf: ".
    package var text: String {
        switch self {
        case .notStarted: "the program keepsake-printer did not start"
        case .notShutIn: "the printer could not be shut in"
        case .filesNotShut:
            "the printer could not be shut in: this system has a lock for files (Landlock) and refused it"
        case .tooFewDescriptors:
            "the printer could not be shut in: this system lets it have too few files open at a time "
                + "(ulimit -n)"
        case .noFonts: "this computer has no font that can be printed with"
        case .refused: "the printer did not take the report for one"
        case .notDrawn: "the printer could not draw it"
        case .tooLarge: "it would be larger than such a file may be"
        case .tooLong: "the printer took too long"
        case .crashed: "the printer crashed on it"
        case .forbidden: "the printer tried something that it may not do, and was ended"
        case .nonsense: "the printer answered with nonsense"
        case .endedEarly: "the printer ended before it was finished"
        }
    }
}

/// What came of printing one report.
package enum PrintingOutcome: Sendable {
    /// The printer came to its end.
    case printed(PrintedReport)
    /// It did not.
    case notPrinted(NotPrintedReason)
}

/// Printing was stopped because the host was asked to.
package struct PrintingStopped: Error {
    /// Says so.
    package init() {}
}
