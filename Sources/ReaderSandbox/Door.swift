// SPDX-License-Identifier: Apache-2.0

import CReaderDoor
package import ReaderProtocol
package import StrictCoding

/// The door behind which foreign bytes are read. Once it is closed there is no way to open it again.
package enum Door {
    /// Why the door could not be closed; nothing may be read then.
    package enum Failure: Error, Equatable, Sendable {
        /// The system refused a limit.
        case limits
        /// The system refused the restriction of calls.
        case calls
        /// The system has Landlock and refused it.
        case files
        /// Fewer files may be open at a time than this program cannot do without.
        case descriptors

        /// How the program ends that could not close its door, so that its host can say why.
        package var status: Int32 {
            switch self {
            case .limits: DoorStatus.limits.rawValue
            case .calls: DoorStatus.calls.rawValue
            case .files: DoorStatus.files.rawValue
            case .descriptors: DoorStatus.descriptors.rawValue
            }
        }
    }

    /// Lets libraries load what they will need, and then gives up every right but that of speaking with
    /// the host: no file, no network, no other process, no new memory that can be executed.
    ///
    /// - Parameters:
    ///   - room: what it has behind the door.
    ///   - preparations: run before; afterwards nothing can be loaded.
    ///   - keepFiles: names the files that it may still read, by what it is handed: a path, to which it
    ///     is told whether that file is kept. Those that are needed most come first: a system may let
    ///     only a few be open. Not called where the room has none.
    /// - Returns: what holds on this system.
    /// - Throws: `Failure`, where a system that has a protection refuses it.
    package static func close(
        _ room: Room = .reader, after preparations: [@Sendable () -> Void],
        keeping keepFiles: ((Bytes) -> Bool) -> Void = { _ in }
    ) throws(Failure) -> Protections {
        _ = rd_close_others()
        guard rd_settle() >= 0 else { throw .limits }
        let (most, handed) = try places(room)
        #if os(Linux)
            // A library that would write its cache anew finds that it cannot.
            if room.mostFiles > 0 {
                guard CallFilter.readOnly() else { throw .calls }
            }
        #endif
        for prepare in preparations { prepare() }
        // What a library left open is not needed any more.
        _ = rd_close_others()
        if most > 0 {
            keepFiles { path in
                guard rd_kept() < UInt64(most), !path.contains(0) else { return false }
                let text = path + [0]
                return unsafe text.withUnsafeBufferPointer { buffer in
                    guard let start = buffer.baseAddress else { return false }
                    return unsafe start.withMemoryRebound(to: CChar.self, capacity: buffer.count) {
                        unsafe rd_keep($0) >= 0
                    }
                }
            }
        }
        let files = rd_shut_files()
        guard files >= 0 else { throw .files }
        let descriptors = most > 0 ? rd_kept() + UInt64(handed) : 0
        guard
            rd_limit(
                room.memoryBytes, room.processorSeconds, descriptors, room.hasThreads ? 1 : 0) >= 0
        else { throw .limits }
        #if os(Linux)
            if room.mostFiles > 0 {
                guard rd_answer() >= 0 else { throw .calls }
            }
            guard CallFilter.load(room) else { throw .calls }
            return Protections(calls: true, files: UInt64(files), limits: true)
        #else
            return Protections(calls: false, files: 0, limits: true)
        #endif
    }

    // How many files can be kept, and how many of them handed out at a time, so that descriptors are left
    // for closing the door and for what stands behind it.
    private static func places(_ room: Room) throws(Failure) -> (most: Int, handed: Int) {
        guard room.mostFiles > 0 else { return (0, 0) }
        let wanted = room.mostFiles + Limits.ownFiles + Limits.handedFiles
        let left = Int(clamping: rd_descriptors(UInt64(wanted))) - Limits.ownFiles
        guard left >= 2 * Limits.fewestHandedFiles else { throw .descriptors }
        let handed = min(Limits.handedFiles, max(Limits.fewestHandedFiles, left / 4))
        return (min(room.mostFiles, left - handed), handed)
    }
}
