// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Why a path in a manifest is refused before any file is touched.
package enum BagPathFault: Hashable, Sendable {
    /// No bytes at all.
    case empty
    /// Longer than `BagLimits.pathBytes`.
    case tooLong
    /// Begins with `/`.
    case absolute
    /// Begins with `~`.
    case homeFolder
    /// Two `/` in a row, or one at the end.
    case emptyComponent
    /// `.` or `..`.
    case dots
    /// A backslash, which is a separator to Windows.
    case backslash
    /// Begins with a letter and a colon.
    case driveLetter
    /// `%NAME%`, which Windows replaces.
    case variable
    /// A zero byte.
    case nul
    /// A payload manifest or `fetch.txt` lists what is not under `data/`.
    case notPayload
    /// A tag manifest lists what is under `data/`.
    case payload
}

/// The rules for paths in manifests (RFC 8493 sections 2.1.3 and 5.2).
package enum BagPath {
    /// What every payload path begins with.
    static let payloadPrefix = Bytes(text: "data/")

    /// Whether a path is the payload's.
    static func isPayload(_ path: Bytes) -> Bool { path.starts(with: payloadPrefix) }

    /// What is wrong with a decoded path, or nothing.
    static func fault(of path: Bytes, limits: BagLimits) -> BagPathFault? {
        guard let first = path.first else { return .empty }
        guard path.count <= limits.pathBytes else { return .tooLong }
        let slash = UInt8(ascii: "/")
        if first == slash { return .absolute }
        if first == UInt8(ascii: "~") { return .homeFolder }
        if path.contains(UInt8(ascii: "\\")) { return .backslash }
        if path.contains(0) { return .nul }
        if path.count >= 2, path[1] == UInt8(ascii: ":"), isLetter(first) { return .driveLetter }
        for component in path.split(separator: slash, omittingEmptySubsequences: false) {
            if component.isEmpty { return .emptyComponent }
            if component.count <= 2, component.allSatisfy({ $0 == UInt8(ascii: ".") }) {
                return .dots
            }
        }
        return hasVariable(path) ? .variable : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// Whether a name without spaces or separators stands between two percent signs.
    private static func hasVariable(_ path: Bytes) -> Bool {
        var length: Int?
        for byte in path {
            switch byte {
            case UInt8(ascii: "%"):
                if let length, length > 0 { return true }
                length = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                UInt8(ascii: "("), UInt8(ascii: ")"):
                length = length.map { $0 + 1 }
            case let byte where isLetter(byte):
                length = length.map { $0 + 1 }
            default:
                length = nil
            }
        }
        return false
    }

    /// A path as it stands in a manifest: line feed, carriage return and `%` as `%0A`, `%0D`, `%25`.
    static func encoded(_ path: Bytes) -> Bytes {
        var text = Bytes()
        text.reserveCapacity(path.count)
        for byte in path {
            switch byte {
            case 0x0a: text.append(text: "%0A")
            case 0x0d: text.append(text: "%0D")
            case UInt8(ascii: "%"): text.append(text: "%25")
            default: text.append(byte)
            }
        }
        return text
    }

    /// The path that stands in a manifest, and whether every `%` in it was one of the three codes.
    ///
    /// A `%` that is none stands for itself: other programs write it so.
    static func decoded(_ text: Bytes.SubSequence) -> (path: Bytes, wellFormed: Bool) {
        var path = Bytes()
        path.reserveCapacity(text.count)
        var wellFormed = true
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "%") {
                if index + 2 < text.endIndex, let code = code(text[index + 1], text[index + 2]) {
                    path.append(code)
                    index += 3
                    continue
                }
                wellFormed = false
            }
            path.append(byte)
            index += 1
        }
        return (path, wellFormed)
    }

    private static func code(_ high: UInt8, _ low: UInt8) -> UInt8? {
        switch (high, low | 0x20) {
        case (UInt8(ascii: "0"), UInt8(ascii: "a")): 0x0a
        case (UInt8(ascii: "0"), UInt8(ascii: "d")): 0x0d
        case (UInt8(ascii: "2"), _): low == UInt8(ascii: "5") ? UInt8(ascii: "%") : nil
        default: nil
        }
    }
}
