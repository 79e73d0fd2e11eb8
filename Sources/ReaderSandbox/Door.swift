// SPDX-License-Identifier: Apache-2.0

import CReaderDoor
package import ReaderProtocol

/// The door behind which foreign bytes are read. Once it is closed there is no way to open it again.
package enum Door {
    /// Why the door could not be closed; nothing may be read then.
    package enum Failure: Error, Equatable, Sendable {
        /// The system refused a limit.
        case limits
        /// The system refused the restriction of calls.
        case calls
    }

    /// Lets libraries load what they will need, and then gives up every right but that of speaking with
    /// the host: no file, no network, no other process, no new memory that can be executed.
    ///
    /// - Parameters:
    ///   - preparations: run before; afterwards nothing can be loaded.
    ///   - memory: bytes of address space that it may have.
    /// - Returns: what holds on this system.
    /// - Throws: `Failure`, where a system that has a protection refuses it.
    package static func close(
        after preparations: [@Sendable () -> Void], memory: UInt64 = Limits.memoryBytes
    ) throws(Failure) -> Protections {
        _ = rd_close_others()
        guard rd_settle() >= 0 else { throw .limits }
        for prepare in preparations { prepare() }
        // What a library left open is not needed any more.
        _ = rd_close_others()
        let files = rd_shut_files()
        guard rd_limit(memory, Limits.processorSeconds) >= 0 else { throw .limits }
        #if os(Linux)
            guard CallFilter.load() else { throw .calls }
            return Protections(calls: true, files: UInt64(max(files, 0)), limits: true)
        #else
            return Protections(calls: false, files: 0, limits: true)
        #endif
    }
}
