// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The element that holds all others, found in the first bytes, by which a backup is recognised
/// whatever its name is.
struct SMSBackupRoot {
    enum Kind { case messages, calls }

    let kind: Kind

    init?(_ head: Bytes) {
        var rest = head[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        while true {
            rest = rest.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
            if rest.starts(with: Bytes(text: "<?")) {
                guard let end = Self.end(of: "?>", in: rest) else { return nil }
                rest = rest[end...]
            } else if rest.starts(with: Bytes(text: "<!--")) {
                guard let end = Self.end(of: "-->", in: rest) else { return nil }
                rest = rest[end...]
            } else if rest.starts(with: Bytes(text: "<!DOCTYPE")) {
                // Never followed; its name says what the file wants to be.
                rest = rest.dropFirst(9).drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
                break
            } else {
                guard rest.first == UInt8(ascii: "<") else { return nil }
                rest = rest.dropFirst()
                break
            }
        }
        let name = rest.prefix { byte in
            byte > 0x20 && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/")
                && byte != UInt8(ascii: "[")
        }
        switch String(decoding: name.prefix(16), as: UTF8.self) {
        case "smses": kind = .messages
        case "calls" where Self.holdsCalls(rest.dropFirst(name.count)): kind = .calls
        default: return nil
        }
    }

    // Another program's `calls` would have other elements.
    private static func holdsCalls(_ rest: Bytes.SubSequence) -> Bool {
        let start = Bytes(rest.prefix(4096))[...]
        guard let close = start.firstIndex(of: UInt8(ascii: ">")) else {
            return end(of: "count=", in: start) != nil
        }
        if end(of: "<call ", in: start) != nil { return end(of: "number=", in: start) != nil }
        return end(of: "count=", in: start[..<close]) != nil
    }

    private static func end(of mark: String, in bytes: Bytes.SubSequence) -> Int? {
        bytes.firstRange(of: Bytes(text: mark))?.upperBound
    }
}
