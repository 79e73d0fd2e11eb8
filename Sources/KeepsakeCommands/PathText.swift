// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Paths as they are shown: escaped, never more than one line.
enum PathText {
    /// A path that came as text.
    static func shown(_ path: String) -> String { SafeText.escaped(path) }

    /// A path as bytes, whatever they are.
    static func shown(_ path: Bytes) -> String { SafeText.escaped(bytes: path.span) }
}
