// SPDX-License-Identifier: Apache-2.0

import CSodium

/// Why libsodium cannot be used.
package enum SodiumLibraryError: Error, Equatable, Sendable {
    /// `sodium_init` failed: there is no source of random bytes.
    case notInitialised
    /// The library is older than what was tested.
    case tooOld(found: String)
    /// A known answer came out differently; nothing may rely on this library.
    case selfTestFailed(name: String)
}

/// libsodium itself: started once, its version checked, its answers tested.
package enum SodiumLibrary {
    /// The oldest library version that is known to work (`SODIUM_LIBRARY_VERSION_MAJOR`, 10.3 is 1.0.18).
    package static let minimumMajor = 10
    /// See `minimumMajor`.
    package static let minimumMinor = 3

    private static let started: CInt = sodium_init()

    /// Starts the library, once; every initialiser that allocates guarded memory calls it.
    package static func initialise() {
        // A failure shows in `start()`, which each program calls before anything else.
        _ = started
    }

    /// The version that is linked, as its makers write it.
    package static var version: String {
        unsafe String(cString: sodium_version_string())
    }

    /// Starts the library, checks its version and runs the self-test. Takes a few milliseconds.
    ///
    /// - Throws: `SodiumLibraryError`; the program refuses to work then.
    package static func start() throws(SodiumLibraryError) {
        guard started >= 0 else { throw .notInitialised }
        let major = Int(sodium_library_version_major())
        let minor = Int(sodium_library_version_minor())
        guard major > minimumMajor || (major == minimumMajor && minor >= minimumMinor) else {
            throw .tooOld(found: version)
        }
        try SelfTest.run()
    }
}
