// SPDX-License-Identifier: Apache-2.0

/// Why a log is not used at all.
package enum LogRefusal: String, Error, Sendable, CaseIterable {
    /// It does not begin as a log does.
    case noHeader = "it does not begin as a write-ahead log does"
    /// Its header's checksum does not hold.
    case headerChecksum = "the checksum of its header does not hold"
    /// Its pages have another size than the database's.
    case pageSize = "its pages have another size than the database's"
    /// It is longer than this program reads.
    case tooLong = "it is longer than this program reads"
}

/// Where the frames that count end.
package enum LogEnding: String, Sendable, CaseIterable {
    /// At the end of the log.
    case whole = "whole"
    /// Before a frame that an earlier use of the log left behind; usual.
    case otherSalt = "older frames follow"
    /// Before a frame whose checksum does not hold.
    case checksum = "a checksum does not hold"
    /// Before a frame that is cut off.
    case torn = "the last frame is cut off"
}

/// What became of the write-ahead log.
package enum LogState: Equatable, Sendable {
    /// There is none, and the database does not say that it has one.
    case none
    /// There is none, though the database is one that is kept with a log. What was only in it is not here.
    case absent
    /// It is empty.
    case empty
    /// It was read: so many pages come from it, of so many commits; `left` bytes after the last commit
    /// count for nothing.
    case read(pages: Int, commits: UInt64, left: UInt64, ending: LogEnding)
    /// It is there and cannot be used.
    case refused(LogRefusal)
}
