// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import StrictCoding

/// Something that was not added, and why. The place is a person's text: shown escaped, and only to them.
package struct PassedOver: Sendable, Equatable {
    /// Why it was not added.
    package enum Reason: Sendable, Equatable {
        /// A symbolic link; never followed.
        case link
        /// A device.
        case device
        /// A socket.
        case socket
        /// A pipe; it would be waited for.
        case pipe
        /// Something else that is no file.
        case other
        /// The vault itself, or a part of it.
        case theVault
        /// A folder without files.
        case emptyFolder
        /// Nothing is there.
        case notFound
        /// This person may not read it.
        case notPermitted
        /// Reading failed.
        case unreadable
        /// It changed while it was read.
        case changed
        /// Its name or path is longer than an entry can hold.
        case nameTooLong
        /// Folders lie too deep in one another.
        case tooDeep
        /// There are more files than one `add` takes.
        case tooMany
    }

    /// What was not added.
    package let place: FilePlace
    /// Why.
    package let reason: Reason

    /// Names something that was not added.
    package init(_ place: FilePlace, _ reason: Reason) {
        self.place = place
        self.reason = reason
    }

    /// Whether it is something that the person may have meant to keep; the command ends with `partial`.
    package var isSkipped: Bool { reason != .theVault && reason != .emptyFolder }

    /// What a failed call means for a file that was to be added.
    static func reason(_ error: any Error) -> Reason {
        switch error as? FileError {
        case .notFound: .notFound
        case .notPermitted: .notPermitted
        case .isLink: .link
        case .isPipe: .pipe
        case .isSocket: .socket
        case .isDevice: .device
        case .notRegular, .isFolder, .notFolder: .other
        case .nameRefused: .nameTooLong
        default: .unreadable
        }
    }

    static func reason(_ kind: FileKind) -> Reason? {
        switch kind {
        case .file, .folder: nil
        case .link: .link
        case .pipe: .pipe
        case .socket: .socket
        case .device: .device
        case .other: .other
        }
    }
}

/// What `add` will read: every regular file that was named or lies in a folder that was named.
package struct AddPlan: Sendable {
    /// One file, by the folder that was named and the names below it, so that no link is ever on the way.
    struct File: Sendable {
        /// What the person named.
        let named: FilePlace
        /// The names below it; none where the file itself was named.
        let names: [Bytes]
        /// The whole path.
        let place: FilePlace
    }

    /// The files, in the order in which they are added: as named, and by byte within a folder.
    private(set) var files: [File] = []
    /// What will not be added.
    package private(set) var passedOver: [PassedOver] = []
    /// How many bytes the files have now.
    package private(set) var bytes: UInt64 = 0

    /// How many files there are.
    package var count: Int { files.count }

    mutating func add(_ file: File, size: UInt64) {
        files.append(file)
        bytes = bytes.addingReportingOverflow(size).overflow ? .max : bytes + size
    }

    /// What SQLite adds to the name of a database for the files that belong with it.
    private static let endings = ["-wal", "-shm", "-journal"].map { Bytes(text: $0) }

    /// The path of the database that a file of this path would belong with.
    static func database(of path: Bytes) -> Bytes? {
        for ending in endings
        where path.count > ending.count && path.suffix(ending.count) == ending[...] {
            return path.slice(0..<(path.count - ending.count))
        }
        return nil
    }

    /// Puts each file that may belong with another one behind that one, so that it can name it.
    mutating func putTogether() {
        var places: [Bytes: Int] = [:]
        for (index, file) in files.enumerated() where places[file.place.bytes] == nil {
            places[file.place.bytes] = index
        }
        let order = files.enumerated().map { index, file -> (group: Int, place: Int) in
            let database = Self.database(of: file.place.bytes).flatMap { places[$0] }
            return (database ?? index, database == nil ? -1 : index)
        }
        let sorted = files.indices.sorted {
            (order[$0].group, order[$0].place) < (order[$1].group, order[$1].place)
        }
        files = sorted.map { files[$0] }
    }

    mutating func passOver(_ place: FilePlace, _ reason: PassedOver.Reason) {
        passedOver.append(PassedOver(place, reason))
    }

    /// Puts the files from `start` on into the order of their paths' bytes.
    mutating func sort(from start: Int) {
        files[start...].sort { $0.place < $1.place }
    }
}
