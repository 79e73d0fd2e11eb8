// SPDX-License-Identifier: Apache-2.0

/// Why something is no report: found before it is written, and when it is read back.
package enum ReportError: Error, Equatable, Sendable {
    /// A line is not canonical JSON, too long, or not ended. Lines count from 1.
    case notALine(line: Int)
    /// A line is JSON, but nothing that stands there in a report.
    case notAPart(line: Int)
    /// The version is one that came later.
    case otherVersion
    /// More bytes, parts or pictures than a report has.
    case tooLarge
    /// It ended before its end, or says another number of parts than it has.
    case endedEarly
    /// A text holds what would control a terminal or a page, or is longer than allowed.
    case unsafeText
    /// A number is out of its bounds: a level, a share, a count, a side.
    case outOfBounds
    /// A row has more or fewer cells than its table has columns.
    case cellCount
    /// The name of a place is malformed, or stands twice.
    case anchor
    /// A link leads to a place that is not there.
    case link(to: String)
    /// A block names a picture that is not there, or a picture is no JPEG.
    case picture
}
