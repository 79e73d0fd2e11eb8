// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
package import StrictCoding
import Synchronization

/// A disk in memory that fails and loses power on demand, and then holds only what was made durable.
///
/// What is durable is what POSIX promises and no more: a file's content after its `sync`, a name after
/// `syncFolder` of the folder that holds it (a new folder's own name after that of its parent), a rename
/// either wholly or not at all. A relative path starts from the root.
package final class SimulatedFileSystem: FileSystem {
    let state: Mutex<SimulatedState>

    /// An empty disk, which takes `capacity` bytes of content if that is given. Names cost nothing.
    package init(capacity: UInt64? = nil) {
        var state = SimulatedState()
        state.capacity = capacity
        self.state = Mutex(state)
    }

    init(_ state: SimulatedState) {
        self.state = Mutex(state)
    }

    package func stat(_ place: FilePlace) throws -> FileFacts {
        try operate(.reading) { try $0.facts($0.existing(place)) }
    }

    package func openForReading(_ place: FilePlace) throws -> any OpenFile {
        let (number, facts) = try operate(.reading) { state in
            let found = try state.opening(state.existing(place))
            state.openings[found.0, default: 0] += 1
            return found
        }
        return SimulatedOpenFile(self, number, facts)
    }

    package func openFolder(_ place: FilePlace) throws -> any OpenFolder {
        let (number, facts) = try operate(.reading) { state in
            try state.openingFolder(state.existing(place))
        }
        return SimulatedOpenFolder(self, number, facts)
    }

    package func list(_ folder: FilePlace) throws -> [Bytes] {
        try operate(.reading) { try $0.list($0.folder(folder)) }
    }

    package func resolve(_ place: FilePlace) throws -> FilePlace {
        try operate(.reading) { state in
            try state.path(to: state.existing(place, followingLast: true))
        }
    }

    package func create(_ place: FilePlace) throws -> any WritableFile {
        let number = try operate(.changing) { try $0.add(.file, at: place) }
        return SimulatedWritableFile(self, number)
    }

    package func createUnnamed(_ place: FilePlace) throws -> any UnnamedFile {
        let number = try operate(.changing) { try $0.add(.file, at: place) }
        try operate(.changing) { try $0.remove(place, folder: false) }
        return SimulatedWritableFile(self, number, isUnnamed: true)
    }

    package func makeFolder(_ place: FilePlace) throws {
        _ = try operate(.changing) { try $0.add(.folder, at: place) }
    }

    package func rename(_ place: FilePlace, to new: FilePlace, replacing: Bool) throws {
        try operate(.changing) { try $0.rename(place, to: new, replacing: replacing) }
    }

    package func remove(_ place: FilePlace) throws {
        try operate(.changing) { try $0.remove(place, folder: false) }
    }

    package func removeFolder(_ place: FilePlace) throws {
        try operate(.changing) { try $0.remove(place, folder: true) }
    }

    package func syncFolder(_ folder: FilePlace) throws {
        try operate(.syncing) { state in
            state.sync(folder: try state.folder(folder))
        }
    }

    package func freeSpace(at place: FilePlace) throws -> UInt64 {
        try operate(.reading) { state in
            _ = try state.existing(place, followingLast: true)
            guard let capacity = state.capacity else { return UInt64(Int64.max) }
            return capacity > state.used ? capacity - state.used : 0
        }
    }

    package func lock(
        _ place: FilePlace, _ kind: LockKind, since: String
    ) throws -> any HeldLock {
        let holder = LockHolder(processID: Self.processID, since: since)
        guard let text = holder.bytes else { throw FileError.nameRefused }
        let (number, token) = try operate(.changing) { state in
            try state.takeLock(place, kind, holder, text)
        }
        return SimulatedLock(self, number, token)
    }

    /// The process number that simulated locks are held by.
    package static let processID: Int32 = 4242

    /// Does one counted operation, or fails it as the test asked.
    func operate<Result: Sendable>(
        _ kind: OperationClass, _ work: (inout SimulatedState) throws -> Result
    ) throws -> Result {
        try state.withLock { state in
            guard let outcome = state.turn(kind) else { return try work(&state) }
            switch outcome {
            case .error(let error, let effect):
                if effect == .done, kind != .syncing { _ = try work(&state) }
                throw error
            case .powerCut:
                // What the last operation changed may or may not survive; a sync has not returned.
                if state.isFirstMomentOfCut, kind == .changing { _ = try? work(&state) }
                state.isFirstMomentOfCut = false
                throw PowerCut()
            }
        }
    }
}
