// SPDX-License-Identifier: Apache-2.0

import CProcess
import Glibc
import SodiumPrimitives

/// What each program does before anything else.
package enum StartUp {
    /// Closes the ways in which a secret or a name could leave this process unasked, starts libsodium
    /// and runs its self-test, and begins to listen for signals.
    ///
    /// No core file, no reading of this process by another of the same person's, new files for the
    /// owner alone.
    /// - Throws: `library.unusable`; nothing may be relied on then.
    package static func run() throws(Failure) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        #if os(Linux)
            _ = keepsake_forbid_dumping()
        #endif
        umask(0o077)
        tzset()
        keepStandardDescriptors()
        do throws(SodiumLibraryError) {
            try SodiumLibrary.start()
        } catch {
            throw Failure(.libraryUnusable)
        }
        Interruption.watch()
    }

    // A program started with one of these closed would open a file of evidence in its place.
    private static func keepStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            _ = unsafe open("/dev/null", O_RDWR)
        }
    }
}
