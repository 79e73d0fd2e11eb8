// SPDX-License-Identifier: Apache-2.0

package import StrictCoding
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

/// Pages that forbid script by their own first lines: those that this program writes.
///
/// The policy stands before anything that could be script, and a browser holds the rest of the page to it.
/// It does not keep a page from leading to another address, as any link does.
package enum StillPage {
    /// Bytes that are looked at: the longest head of ours has less than half as many.
    static let headBytes = 1_024

    /// Whether the page begins with such lines. Whatever cannot be read does not.
    static func begins(_ source: any SeekableSource) -> Bool {
        let count = Int(min(source.size, UInt64(headBytes)))
        guard let bytes = try? source.bytes(at: 0, count: count) else { return false }
        return begins(bytes)
    }

    /// The same for bytes.
    package static func begins(_ bytes: Bytes) -> Bool {
        let lines = bytes.prefix(headBytes).split(separator: UInt8(ascii: "\n"))
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.count > 4, lines[0] == "<!DOCTYPE html>", languages.contains(lines[1]),
            lines[2] == "<head>"
        else { return false }
        guard let policy = lines.dropFirst(3).first(where: { !harmless.contains($0) }),
            policy.hasPrefix(policyStart), policy.hasSuffix(policyEnd)
        else { return false }
        let directives = policy.dropFirst(policyStart.count).dropLast(policyEnd.count)
            .split(separator: "; ", omittingEmptySubsequences: false).map(String.init)
        return directives.first == "default-src 'none'" && directives.allSatisfy(known.contains)
    }

    private static let languages: Set<String> = ["<html lang=\"en\">", "<html lang=\"en-GB\">"]
    private static let harmless: Set<String> = [
        "<meta charset=\"utf-8\">",
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
        "<meta name=\"referrer\" content=\"no-referrer\">",
    ]
    private static let policyStart = "<meta http-equiv=\"Content-Security-Policy\" content=\""
    private static let policyEnd = "\">"
    private static let known: Set<String> = [
        "default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "base-uri 'none'",
        "form-action 'none'",
    ]
}
