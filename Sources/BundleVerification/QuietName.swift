// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import ZipFormat

/// The names that `open` writes files under: none that a click would run, on any common computer.
///
/// Names in a bundle are 1–80 of `A–Z a–z 0–9 . _ -`, so there is no colon that could name an alternate
/// stream, no space, tilde or letter of another script that could stand for something else, and no dot at
/// the end that Windows would drop. What is left is the ending, in any case, and names of devices.
package enum QuietName {
    /// The name for a file: its own, or one that ends in `.txt`.
    ///
    /// - Parameter isStillPage: whether the file is a page that forbids script (`StillPage`).
    package static func file(_ name: String, isStillPage: @autoclosure () -> Bool = false)
        -> String
    {
        let safe = safe(name)
        guard runs(safe), !(pages.contains(ending(of: safe)) && isStillPage()) else { return safe }
        return safe + RunnableEndings.quiet
    }

    /// The same for a folder, which macOS can take for a program.
    package static func folder(_ name: String) -> String {
        let safe = safe(name)
        return runs(safe) ? safe + "_" : safe
    }

    /// Whether a click on a file of this name could run it.
    package static func runs(_ name: String) -> Bool {
        // Windows passes over dots and spaces at the end.
        let end = name.lastIndex { $0 != "." && $0 != " " }
        let name = end.map { String(name[...$0]) } ?? ""
        return RunnableEndings.all.contains(ending(of: name))
            || RunnableEndings.names.contains(name.lowercased())
    }

    /// Another name for a file whose first choice is taken: `a.exe.2.txt` for `a.exe.txt`.
    package static func numbered(_ name: String, _ number: Int) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else {
            return "\(name).\(number)"
        }
        return "\(name[..<dot]).\(number)\(name[dot...])"
    }

    // A browser asks for these by their own names.
    private static let pages: Set<String> = ["htm", "html"]

    private static func ending(of name: String) -> String {
        name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
    }

    // A check finds no other; whoever asks about another gets one that can be written.
    private static func safe(_ name: String) -> String {
        guard BundlePaths.isSafeName(name), ZipPath.fault(of: name) == nil else {
            return SafeName.ascii(Bytes(text: name), maximum: BundleLimits.nameBytes)
        }
        return name
    }
}
