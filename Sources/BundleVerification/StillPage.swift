// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Pages that forbid script by their own first lines, and have nothing that leads away without a click:
/// those that this program writes.
///
/// The policy stands before anything that could be script, and a browser holds the rest of the page to it.
/// It does not keep a page from leading to another address, as any link does; what does so by itself is
/// looked for in all of it. Ours have `<` in nothing that somebody else wrote.
package enum StillPage {
    /// Bytes that are looked at for the policy: the longest head of ours has less than half as many.
    static let headBytes = 1_024
    /// Bytes that are looked at at a time, and how many of them again with the next.
    private static let pieceBytes = 65_536
    private static let overlap = 16

    /// Whether the page is one of those. Whatever cannot be read is not.
    static func holds(_ source: any SeekableSource) -> Bool {
        let count = Int(min(source.size, UInt64(headBytes)))
        guard let head = try? source.bytes(at: 0, count: count), let end = policyEnd(of: head)
        else {
            return false
        }
        var offset = UInt64(end)
        while offset < source.size {
            let count = Int(min(source.size - offset, UInt64(pieceBytes)))
            guard let piece = try? source.bytes(at: offset, count: count), !leadsAway(piece) else {
                return false
            }
            guard count == pieceBytes else { break }
            offset += UInt64(pieceBytes - overlap)
        }
        return true
    }

    /// The same for bytes.
    package static func holds(_ bytes: Bytes) -> Bool {
        guard let end = policyEnd(of: Bytes(bytes.prefix(headBytes))) else { return false }
        return !leadsAway(Bytes(bytes.dropFirst(end)))
    }

    // Where the line of the policy ends; nothing where the page does not begin with it. By bytes: what
    // looks like a semicolon and is none ends a directive for no browser.
    private static func policyEnd(of head: Bytes) -> Int? {
        var lines: [String] = []
        var start = 0
        // Where the policy's line ended, once it was met; what is harmless may follow.
        var found: Int?
        for (index, byte) in head.enumerated() {
            guard byte < 0x80, byte != 0x0D else { return found }
            guard byte == UInt8(ascii: "\n") else { continue }
            let line = String(decoding: head[start..<index], as: UTF8.self)
            start = index + 1
            lines.append(line)
            guard lines.count > 3 else { continue }
            if harmless.contains(line) {
                if found != nil { found = start }
                continue
            }
            if found != nil { return found }
            guard lines[0] == "<!DOCTYPE html>", languages.contains(lines[1]),
                lines[2] == "<head>", line.hasPrefix(policyStart), line.hasSuffix(policyEnd)
            else { return nil }
            let directives = line.dropFirst(policyStart.count).dropLast(policyEnd.count)
                .split(separator: "; ", omittingEmptySubsequences: false).map(String.init)
            let isOurs =
                directives.first == "default-src 'none'" && directives.allSatisfy(known.contains)
            guard isOurs else { return nil }
            found = start
        }
        return found
    }

    // Whether an element stands in it that acts without a click, policy or not.
    private static func leadsAway(_ bytes: Bytes) -> Bool {
        for index in bytes.indices where bytes[index] == UInt8(ascii: "<") {
            let name = bytes[(index + 1)...].prefix(overlap - 2).map { $0 | 0x20 }
            if acting.contains(where: { name.starts(with: $0) }) { return true }
        }
        return false
    }

    private static let acting = [
        "meta", "base", "link", "iframe", "frame", "object", "embed", "script", "form", "applet",
        "portal",
    ].map { Array($0.utf8) }
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
