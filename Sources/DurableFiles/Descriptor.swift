// SPDX-License-Identifier: Apache-2.0

import CFileCalls
import StrictCoding

/// An open descriptor with one owner, who closes it by letting it go.
struct Descriptor: ~Copyable, Sendable {
    let number: Int32

    init(owning number: Int32) {
        self.number = number
    }

    deinit {
        // Nothing was written through it: there is nothing for an error to be about.
        _ = fc_close(number)
    }

    /// What the system says of the open file.
    borrowing func facts() throws(FileError) -> FileFacts {
        try FileFacts.of(number)
    }
}

extension FileFacts {
    /// What the system says of an open descriptor.
    static func of(_ file: Int32) throws(FileError) -> FileFacts {
        var found = fc_facts()
        try FileError.check(unsafe fc_facts_of(file, &found))
        return FileFacts(found)
    }

    /// What the system says of a path, from an open folder or `FC_HERE`.
    static func at(_ folder: Int32, _ path: Bytes) throws(FileError) -> FileFacts {
        var found = fc_facts()
        try FileError.check(
            unsafe path.withPath { path in
                unsafe withUnsafeMutablePointer(to: &found) { unsafe fc_facts_at(folder, path, $0) }
            })
        return FileFacts(found)
    }

    private init(_ found: fc_facts) {
        self.init(
            kind: FileKind(found.kind), size: found.size,
            identity: FileIdentity(device: found.device, number: found.inode),
            modifiedAt: FileMoment(seconds: found.modified, nanoseconds: found.modified_ns),
            changedAt: FileMoment(seconds: found.changed, nanoseconds: found.changed_ns),
            createdAt: found.has_created == 0
                ? nil : FileMoment(seconds: found.created, nanoseconds: found.created_ns),
            permissions: UInt16(truncatingIfNeeded: found.permissions), names: found.links)
    }
}

extension FileKind {
    fileprivate init(_ kind: Int32) {
        switch UInt32(bitPattern: kind) {
        case FC_KIND_FILE.rawValue: self = .file
        case FC_KIND_FOLDER.rawValue: self = .folder
        case FC_KIND_LINK.rawValue: self = .link
        case FC_KIND_PIPE.rawValue: self = .pipe
        case FC_KIND_SOCKET.rawValue: self = .socket
        case FC_KIND_DEVICE.rawValue: self = .device
        default: self = .other
        }
    }
}

extension Bytes {
    /// Lends C these bytes with a zero after them. They hold none themselves.
    func withPath<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        let path = self + [0]
        return unsafe path.withUnsafeBufferPointer { buffer in
            var end: UInt8 = 0
            return unsafe withUnsafePointer(to: &end) { unsafe body(buffer.baseAddress ?? $0) }
        }
    }
}
