// SPDX-License-Identifier: Apache-2.0

/// What a name stands for.
package enum FileKind: Equatable, Sendable {
    case file, folder, link, pipe, socket, device, other

    /// Why this cannot be opened as a file; nothing for a file.
    package var refusalAsFile: FileError? {
        switch self {
        case .file: nil
        case .folder: .isFolder
        case .link: .isLink
        case .pipe: .isPipe
        case .socket: .isSocket
        case .device: .isDevice
        case .other: .notRegular
        }
    }

    /// Why this cannot be opened as a folder; nothing for a folder.
    package var refusalAsFolder: FileError? {
        switch self {
        case .folder: nil
        case .link: .isLink
        case .file, .pipe, .socket, .device, .other: .notFolder
        }
    }
}

/// Which file it is, whatever its name: the same twice means the same file.
package struct FileIdentity: Hashable, Sendable {
    /// The file system it is on, by the running system's number.
    package let device: UInt64
    /// Its number there.
    package let number: UInt64

    /// Names a file.
    package init(device: UInt64, number: UInt64) {
        self.device = device
        self.number = number
    }
}

/// A moment as file systems keep it.
package struct FileMoment: Hashable, Sendable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    package let seconds: Int64
    /// What is to be added, below one second.
    package let nanoseconds: UInt32

    /// Takes what the file system says, however odd.
    package init(seconds: Int64, nanoseconds: UInt32) {
        self.seconds = seconds
        self.nanoseconds = min(nanoseconds, 999_999_999)
    }

    /// Milliseconds since 1970, rounded down; the edge of the range where it does not fit.
    package var milliseconds: Int64 {
        let (scaled, tooFar) = seconds.multipliedReportingOverflow(by: 1000)
        let (sum, tooLate) = scaled.addingReportingOverflow(Int64(nanoseconds / 1_000_000))
        return tooFar || tooLate ? (seconds < 0 ? .min : .max) : sum
    }
}

/// What the file system says of a file, at one moment. Nothing of it is proven.
package struct FileFacts: Equatable, Sendable {
    /// What it is. A link is a link: nothing is followed.
    package let kind: FileKind
    /// Bytes of content, for a file.
    package let size: UInt64
    /// Which file it is.
    package let identity: FileIdentity
    /// When its content was last changed.
    package let modifiedAt: FileMoment
    /// When anything about it was last changed, its names and permissions included.
    package let changedAt: FileMoment
    /// When it was made, where the file system keeps that.
    package let createdAt: FileMoment?
    /// The permission bits, as `chmod` takes them.
    package let permissions: UInt16
    /// How many names it has.
    package let names: UInt64

    /// Collects the facts.
    package init(
        kind: FileKind, size: UInt64, identity: FileIdentity, modifiedAt: FileMoment,
        changedAt: FileMoment, createdAt: FileMoment?, permissions: UInt16, names: UInt64
    ) {
        self.kind = kind
        self.size = size
        self.identity = identity
        self.modifiedAt = modifiedAt
        self.changedAt = changedAt
        self.createdAt = createdAt
        self.permissions = permissions
        self.names = names
    }

    /// When its content was last changed, in milliseconds since 1970.
    package var modified: Int64 { modifiedAt.milliseconds }

    /// When it was made, in milliseconds since 1970, where the file system keeps that.
    package var created: Int64? { createdAt?.milliseconds }

    /// Whether nothing shows that the content changed between these facts and the earlier ones.
    ///
    /// For noticing a file that changed while it was read. Also false where only a name or a permission
    /// changed, and true for a change that was made too fast for the file system's clock.
    package func isUnchanged(since earlier: FileFacts) -> Bool {
        identity == earlier.identity && size == earlier.size
            && modifiedAt == earlier.modifiedAt && changedAt == earlier.changedAt
    }
}
