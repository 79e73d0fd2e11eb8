// SPDX-License-Identifier: Apache-2.0

/// Makes of any file name one that every file system and ZIP reader takes in the same way.
///
/// The true name is kept elsewhere; this one is only for finding the thing. The same bytes always
/// give the same name, and different ones may give the same.
package enum SafeName {
    private static let reserved: Set<String> = {
        var names: Set<String> = ["con", "prn", "aux", "nul", "conin", "conout", "clock"]
        for number in 0...9 {
            names.insert("com\(number)")
            names.insert("lpt\(number)")
        }
        return names
    }()

    /// A name of at most `maximum` characters of `A–Z a–z 0–9 . _ -`, with a short extension kept.
    ///
    /// It is not empty, neither begins nor ends with a dot, does not begin with a hyphen, holds no
    /// two dots in a row, and is no name that Windows keeps for devices. A maximum below 16 counts
    /// as 16.
    package static func ascii(_ name: Bytes, maximum: Int) -> String {
        let limit = max(maximum, Limits.shortestSafeName)
        var clean = Bytes()
        for byte in name {
            let safe = isSafe(byte) ? byte : UInt8(ascii: "_")
            // Runs of dots and of replaced characters become one.
            if safe == clean.last, safe == UInt8(ascii: ".") || !isSafe(byte) { continue }
            clean.append(safe)
        }
        // A hidden or unfinished name tells nothing more by its dots.
        while clean.first == UInt8(ascii: ".") { clean.removeFirst() }
        while clean.last == UInt8(ascii: ".") { clean.removeLast() }

        var stem = clean
        var suffix = Bytes()
        if let dot = clean.lastIndex(of: UInt8(ascii: ".")) {
            let ending = clean[(dot + 1)...]
            if ending.count <= Limits.extensionLength, ending.allSatisfy(isLetterOrDigit) {
                stem = Bytes(clean[..<dot])
                suffix = Bytes(clean[dot...])
            }
        }
        if stem.isEmpty { stem = Bytes(text: "file") }
        if stem.first == UInt8(ascii: "-") { stem[0] = UInt8(ascii: "_") }
        if stem.count + suffix.count > limit { stem.removeSubrange((limit - suffix.count)...) }
        // Cut at a dot, it could end in one, or put two together.
        while stem.last == UInt8(ascii: ".") { stem.removeLast() }
        if isReserved(stem) {
            stem.insert(UInt8(ascii: "_"), at: 0)
            if stem.count + suffix.count > limit { stem.removeLast() }
        }
        return String(decoding: stem + suffix, as: UTF8.self)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    private static func isSafe(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    /// Windows looks at what stands before the first dot, in any case, and passes over spaces.
    private static func isReserved(_ stem: Bytes) -> Bool {
        var first = Bytes(stem.prefix { $0 != UInt8(ascii: ".") })
        // A space or dollar sign at its end became an underscore here; be as careful with those.
        while first.last == UInt8(ascii: "_") { first.removeLast() }
        return reserved.contains(String(decoding: first, as: UTF8.self).lowercased())
    }
}
