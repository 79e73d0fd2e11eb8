// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// `bagit.txt`: the version of BagIt and the encoding of the other tag files.
enum BagDeclaration {
    static let file = Bytes(text: "bagit.txt")
    /// What our own bags have, byte for byte.
    static let canonical = Bytes(
        text: "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")

    /// What keeps a bag with this declaration from being read, or nothing.
    static func fault(in bytes: Bytes) -> BagFault? {
        let lines = Array(BagLines(bytes))
        guard bytes.strictText != nil, lines.count == 2,
            let version = value(lines[0], after: "BagIt-Version: "),
            let encoding = value(lines[1], after: "Tag-File-Character-Encoding: "),
            let (major, minor) = numbers(version), isEncodingName(encoding)
        else { return .declarationMalformed }
        guard major == 1, minor == 0 else { return .versionUnsupported(major: major, minor: minor) }
        let upper = encoding.map {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 & 0xdf : $0
        }
        guard Bytes(upper) == Bytes(text: "UTF-8") else { return .encodingUnsupported }
        return nil
    }

    private static func value(_ line: Bytes.SubSequence, after label: String) -> Bytes.SubSequence?
    {
        guard line.starts(with: label.utf8) else { return nil }
        return line.dropFirst(label.utf8.count)
    }

    /// Digits, a point, digits.
    private static func numbers(_ text: Bytes.SubSequence) -> (UInt64, UInt64)? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let major = number(parts[0]), let minor = number(parts[1]) else {
            return nil
        }
        return (major, minor)
    }

    /// A decimal number of 1 to 18 digits. "0.97" is minor 97, "1.00" is 1.0.
    static func number(_ text: Bytes.SubSequence) -> UInt64? {
        guard (1...18).contains(text.count) else { return nil }
        var value: UInt64 = 0
        for byte in text {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
        }
        return value
    }

    private static func isEncodingName(_ text: Bytes.SubSequence) -> Bool {
        !text.isEmpty && text.allSatisfy { (0x21...0x7e).contains($0) }
    }
}
