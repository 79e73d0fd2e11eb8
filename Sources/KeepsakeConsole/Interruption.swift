// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import Glibc
import Synchronization

/// Whether the person, or the system on the way down, asked this program to stop.
///
/// Work looks here between items and inside long ones, finishes or undoes what it is at, and ends with
/// `interrupted`. A second signal ends the program at once: what is on the disk is whole even then.
package enum Interruption {
    private static let requested = Atomic<Bool>(false)
    private static let wanted = Atomic<Bool>(false)
    private static let readEnd = Atomic<CInt>(-1)
    private static let writeEnd = Atomic<CInt>(-1)

    /// Whether to stop.
    package static var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Stops here when that was asked for.
    package static func check() throws(Failure) {
        if isRequested { throw Failure(.interrupted) }
    }

    /// Whether a progress line was asked for (`SIGUSR1`) since this was last asked.
    package static func progressIsWanted() -> Bool {
        wanted.exchange(false, ordering: .relaxed)
    }

    /// Begins to listen for the signals. Once, at the start of a program.
    package static func watch() {
        var ends: (CInt, CInt) = (-1, -1)
        let made = unsafe withUnsafeMutablePointer(to: &ends) { pointer in
            unsafe pointer.withMemoryRebound(to: CInt.self, capacity: 2) { unsafe pipe($0) }
        }
        if made == 0 {
            for end in [ends.0, ends.1] {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
            readEnd.store(ends.0, ordering: .relaxed)
            writeEnd.store(ends.1, ordering: .relaxed)
        }
        // What the handlers touch exists before the first of them can run.
        Terminal.prepareForSignals()
        _ = progressIsWanted()
        for number in [SIGINT, SIGTERM, SIGHUP] {
            listen(for: number) { _ in Interruption.arrived() }
        }
        listen(for: SIGUSR1) { _ in Interruption.progressArrived() }
        ignore(SIGPIPE)
        // A limit on the size of files is a write that fails, said and cleaned up like any other.
        ignore(SIGXFSZ)
    }

    // Waits until the descriptor has something to read. `false` when the program is to stop.
    static func waitForInput(on descriptor: CInt) -> Bool {
        while !isRequested {
            var waiting = [
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: readEnd.load(ordering: .relaxed), events: Int16(POLLIN), revents: 0),
            ]
            let count = unsafe poll(&waiting, 2, -1)
            if count > 0, waiting[0].revents != 0, !isRequested { return true }
            if count < 0, errno != EINTR { return true }
        }
        return false
    }

    private static func listen(for number: CInt, _ handler: @escaping @convention(c) (CInt) -> Void)
    {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = handler
        _ = unsafe sigaction(number, &action, nil)
    }

    private static func ignore(_ number: CInt) {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = SIG_IGN
        _ = unsafe sigaction(number, &action, nil)
    }

    // Runs in a signal handler: only calls that are safe there.
    private static func arrived() {
        let before = errno
        if requested.exchange(true, ordering: .relaxed) {
            Terminal.restoreInSignal()
            _exit(130)
        }
        var byte: UInt8 = 0
        _ = unsafe write(writeEnd.load(ordering: .relaxed), &byte, 1)
        errno = before
    }

    private static func progressArrived() {
        wanted.store(true, ordering: .relaxed)
    }
}
