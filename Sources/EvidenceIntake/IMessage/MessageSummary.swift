// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel
package import StrictCoding

/// What `message_summary_info` says of a message: its earlier texts and the parts that were taken back.
package struct MessageSummary: Equatable, Sendable {
    /// One text that a part had.
    package struct Version: Equatable, Sendable {
        /// The part, as the list names it.
        package let part: String
        /// When it was written.
        package let time: Moment?
        /// The text; nothing where it could not be read.
        package let text: AttributedText?
    }

    /// The texts before the last, in the order of the list: per part, the oldest first.
    package private(set) var earlier: [Version] = []
    /// How many of those are left out.
    package private(set) var earlierLeft = 0
    /// The parts that were taken back.
    package private(set) var unsent: [Int64] = []
    /// The last text of each part that was changed.
    package private(set) var last: [Version] = []

    /// Reads the list; nothing where it is damaged.
    package init?(_ bytes: Bytes) {
        guard let list = BinaryPropertyList.read(bytes), case .members = list else { return nil }
        if case .members(let parts)? = list["ec"] {
            for (part, events) in parts.sorted(by: { Self.precedes($0.key, $1.key) }) {
                let events = events.list ?? []
                for (index, event) in events.enumerated() {
                    guard earlier.count + last.count < Limits.IMessage.edits else {
                        earlierLeft += 1
                        continue
                    }
                    var text: AttributedText?
                    if case .data(let bytes)? = event["t"] { text = AttributedText(bytes) }
                    let version = Version(
                        part: part, time: event["d"]?.number.flatMap(AppleTime.moment(seconds:)),
                        text: text)
                    if index == events.count - 1 {
                        last.append(version)
                    } else {
                        earlier.append(version)
                    }
                }
            }
        }
        for value in (list["rp"]?.list ?? []).prefix(Limits.IMessage.edits) {
            if case .integer(let part) = value { unsent.append(part) }
        }
    }

    private static func precedes(_ one: String, _ two: String) -> Bool {
        guard let first = Int(one), let second = Int(two) else { return one < two }
        return first < second
    }
}

/// Times since 2001-01-01 00:00 UTC.
package enum AppleTime {
    /// Milliseconds from 1970 to 2001.
    private static let epoch: Int64 = 978_307_200_000

    /// A time of a database: nanoseconds since macOS 10.13 and iOS 11, seconds before, decided by its
    /// size; nothing for 0, which means "not set".
    package static func moment(_ value: Int64?) -> Moment? {
        guard let value, value != 0 else { return nil }
        guard value.magnitude > 100_000_000_000 else {
            return Moment(
                utc: Timestamp(milliseconds: epoch + value * 1000), precision: .second)
        }
        // Rounded down on both sides of 2001.
        let milliseconds = value / 1_000_000 - (value % 1_000_000 < 0 ? 1 : 0)
        return Moment(utc: Timestamp(milliseconds: epoch + milliseconds))
    }

    /// A time of a property list; nothing for what is no time.
    package static func moment(seconds: Double) -> Moment? {
        let milliseconds = (seconds * 1000).rounded(.down)
        guard seconds != 0, milliseconds.magnitude < 1e15, let whole = Int64(exactly: milliseconds)
        else { return nil }
        return Moment(utc: Timestamp(milliseconds: epoch + whole))
    }
}
