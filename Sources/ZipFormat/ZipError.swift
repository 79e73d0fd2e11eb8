// SPDX-License-Identifier: Apache-2.0

/// Why an archive was refused: in which part, and what is wrong there.
///
/// Names and contents stay out of it; a member is named by its position, from 0.
package struct ZipError: Error, Hashable, Sendable {
    /// Where.
    package let part: ZipPart
    /// What.
    package let fault: ZipFault

    /// Takes where and what.
    package init(_ part: ZipPart, _ fault: ZipFault) {
        self.part = part
        self.fault = fault
    }
}

/// The parts that make up an archive, in the order in which they stand in the file.
package enum ZipPart: Hashable, Sendable {
    /// The file as a whole.
    case archive
    /// The header before a member's data.
    case localHeader(member: Int)
    /// A member's bytes.
    case data(member: Int)
    /// A member's header in the central directory.
    case centralHeader(member: Int)
    /// The ZIP64 end of central directory record.
    case zip64EndRecord
    /// The ZIP64 end of central directory locator.
    case zip64Locator
    /// The end of central directory record.
    case endRecord
}

/// What is wrong with a part. Closed on purpose: callers map each case to a finding.
package enum ZipFault: Hashable, Sendable {
    /// The file is shorter than the smallest archive, or ends inside the part.
    case tooShort
    /// The part does not begin with its signature. For the end record: trailing bytes, a comment
    /// or a cut file.
    case noSignature
    /// A field has another value than the one that is permitted there; in a local header: than
    /// the central directory says.
    case field(ZipField)
    /// A path that is not permitted.
    case path(ZipPathFault)
    /// The same path, or one that differs only in case, as an earlier member's.
    case pathRepeated(earlier: Int)
    /// A file where another member has a folder, or a folder spelled in two cases.
    case pathClash(earlier: Int)
    /// Bytes that belong to no part stand before this one.
    case gap
    /// The part begins inside the one before it.
    case overlap
    /// The part reaches over the end of what may hold it.
    case outOfBounds
    /// ZIP64 where nothing needs it.
    case zip64NotNeeded
    /// ZIP64 is called for but missing, or malformed.
    case zip64Malformed
    /// Fewer or more members than stated.
    case count
    /// Above a limit.
    case limit(ZipLimit)
    /// The data's CRC-32 differs from the one that is stated.
    case crcDiffers
    /// Writing: more or fewer bytes than planned.
    case sizeDiffers
    /// Writing: not the next member of the plan, or no member is open.
    case outOfOrder
}

/// The bounds of `ZipLimits`.
package enum ZipLimit: Hashable, Sendable {
    case members, directoryBytes, pathBytes, archiveBytes
}

/// The fields of the headers and end records.
package enum ZipField: Hashable, Sendable {
    case versionMadeBy, versionNeeded, flags, method, time, date, crc32, compressedSize, size
    case nameLength, extraLength, commentLength, disk, internalAttributes, externalAttributes
    case offset, name, extra, recordSize, disks, membersOnDisk, members, directorySize
    case directoryOffset
}

/// Why a path is not permitted. The rules are those of Windows, the strictest of the readers.
package enum ZipPathFault: Hashable, Sendable {
    /// No bytes at all.
    case empty
    /// A byte outside 20 to 7e: a control character or no ASCII.
    case notPrintableASCII
    /// One of `\ : * ? " < > |`.
    case forbiddenCharacter
    /// Begins with `/`.
    case absolute
    /// Ends with `/`: a folder entry.
    case folder
    /// Two `/` in a row.
    case emptyComponent
    /// `.` or `..`.
    case dots
    /// A component that ends with a point or a space, which Windows drops.
    case trailingDotOrSpace
    /// A component that Windows takes for a device: `CON`, `nul.txt`, `COM1`.
    case deviceName
}
