// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The programs that were built with the tests: they lie beside the test bundle.
package enum BuiltPrograms {
    /// The folder of this build.
    package static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().path

    /// The path of one of them.
    package static func path(_ name: String) -> String { folder + "/" + name }

    /// The repository's own folder.
    package static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
}
