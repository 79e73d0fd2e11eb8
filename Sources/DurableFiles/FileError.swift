// SPDX-License-Identifier: Apache-2.0

import CFileCalls

/// Why the file system did not do what it was asked. Closed on purpose: callers map each case.
///
/// No case holds a name or a path, so that none reaches a log or a crash report.
package enum FileError: Error, Equatable, Sendable {
    /// Nothing has that name, or a folder on the way to it is missing.
    case notFound
    /// The system refuses this to the person who runs the program.
    case notPermitted
    /// Something has that name already; it was left alone.
    case exists
    /// It is a symbolic link, which is never followed here (or links on the way to it go in a circle).
    case isLink
    /// It is a folder, where a file was needed.
    case isFolder
    /// It is a pipe (FIFO); it was not waited for.
    case isPipe
    /// It is a socket.
    case isSocket
    /// It is a device.
    case isDevice
    /// It is neither file nor folder nor anything else that has a name here.
    case notRegular
    /// It is not a folder, where one was needed.
    case notFolder
    /// The folder still holds something.
    case notEmpty
    /// The disk, or this person's share of it, is full.
    case noSpace
    /// The file is larger than the file system or a limit of the process allows.
    case tooLarge
    /// The file system cannot be written.
    case readOnly
    /// The process or the system has no descriptor left.
    case tooManyOpen
    /// Another process holds the lock, or the system uses the thing. Who it is, where that is known.
    case busy(LockHolder?)
    /// The name is empty, too long, `.`, `..`, or has bytes that no name may have here.
    case nameRefused
    /// The two places are on different file systems.
    case otherDisk
    /// The file system cannot do this at all (locks, mostly).
    case notSupported
    /// A folder holds more names than `FileLimits.namesInFolder`.
    case tooManyNames
    /// This file failed, was closed or was handed over before; it takes nothing more.
    case finished
    /// The disk or the network behind it failed, with the system's number for it.
    case inputOutput(code: Int32)

    /// The meaning of a number that the system gave, negated or not.
    init(code: Int32) {
        switch fc_reason(code) {
        case Int32(FC_NOT_FOUND.rawValue): self = .notFound
        case Int32(FC_NOT_PERMITTED.rawValue): self = .notPermitted
        case Int32(FC_EXISTS.rawValue): self = .exists
        case Int32(FC_LINK.rawValue): self = .isLink
        case Int32(FC_FOLDER.rawValue): self = .isFolder
        case Int32(FC_NOT_FOLDER.rawValue): self = .notFolder
        case Int32(FC_NOT_EMPTY.rawValue): self = .notEmpty
        case Int32(FC_NO_SPACE.rawValue): self = .noSpace
        case Int32(FC_TOO_LARGE.rawValue): self = .tooLarge
        case Int32(FC_READ_ONLY.rawValue): self = .readOnly
        case Int32(FC_TOO_MANY_OPEN.rawValue): self = .tooManyOpen
        case Int32(FC_BUSY.rawValue): self = .busy(nil)
        case Int32(FC_NAME.rawValue): self = .nameRefused
        case Int32(FC_OTHER_DISK.rawValue): self = .otherDisk
        case Int32(FC_NOT_SUPPORTED.rawValue): self = .notSupported
        case Int32(FC_SPECIAL.rawValue): self = .isDevice
        default: self = .inputOutput(code: code < 0 ? 0 &- code : code)
        }
    }

    /// What a call returned, where it succeeded.
    @discardableResult
    static func check(_ result: Int32) throws(FileError) -> Int32 {
        guard result >= 0 else { throw FileError(code: result) }
        return result
    }
}
