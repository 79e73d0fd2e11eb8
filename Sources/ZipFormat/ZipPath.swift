// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The rules for the paths of members, each alone and all together.
package enum ZipPath {
    private static let forbidden = Bytes(text: "\\:*?\"<>|")
    private static let devices: Set<String> = {
        var names: Set<String> = ["con", "prn", "aux", "nul", "clock$", "conin$", "conout$"]
        for digit in 0...9 { names.formUnion(["com\(digit)", "lpt\(digit)"]) }
        return names
    }()

    /// What is wrong with a path, or nothing.
    package static func fault(of path: String) -> ZipPathFault? {
        fault(of: Bytes(text: path))
    }

    static func fault(of path: Bytes) -> ZipPathFault? {
        guard let first = path.first, let last = path.last else { return .empty }
        for byte in path {
            guard (0x20...0x7e).contains(byte) else { return .notPrintableASCII }
            if forbidden.contains(byte) { return .forbiddenCharacter }
        }
        let slash = UInt8(ascii: "/")
        if first == slash { return .absolute }
        if last == slash { return .folder }
        for component in path.split(separator: slash, omittingEmptySubsequences: false) {
            guard let end = component.last else { return .emptyComponent }
            if component.count <= 2, component.allSatisfy({ $0 == UInt8(ascii: ".") }) {
                return .dots
            }
            if end == UInt8(ascii: ".") || end == UInt8(ascii: " ") { return .trailingDotOrSpace }
            if isDevice(component) { return .deviceName }
        }
        return nil
    }

    /// Windows looks at what stands before the first point, without the spaces at its end.
    private static func isDevice(_ component: Bytes.SubSequence) -> Bool {
        var stem = component.prefix { $0 != UInt8(ascii: ".") }
        while stem.last == UInt8(ascii: " ") { stem.removeLast() }
        guard (3...7).contains(stem.count) else { return false }
        return devices.contains(String(decoding: stem, as: UTF8.self).lowercased())
    }

    /// Finds two members that one of the readers would put into the same place.
    ///
    /// Sorted without regard to case and with `/` before everything else, members that clash are
    /// neighbours, so this takes n log n steps and no more memory than the paths.
    static func clash(in paths: [String]) -> ZipError? {
        let keys = paths.map(key)
        let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        for (left, right) in zip(order, order.dropFirst()) {
            let (earlier, later) = (min(left, right), max(left, right))
            if keys[left] == keys[right] {
                return ZipError(.centralHeader(member: later), .pathRepeated(earlier: earlier))
            }
            if disagree(paths[left], paths[right]) {
                return ZipError(.centralHeader(member: later), .pathClash(earlier: earlier))
            }
        }
        return nil
    }

    private static func key(_ path: String) -> String {
        var bytes = Bytes()
        bytes.reserveCapacity(path.utf8.count)
        for byte in path.utf8 { bytes.append(folded(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Lower case, and `/` as the lowest byte of all.
    private static func folded(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "/"): 1
        default: byte
        }
    }

    /// Whether a file has the name of the other's folder, or a common folder two spellings.
    ///
    /// The first of the two sorts before the second and their keys differ.
    private static func disagree(_ first: String, _ second: String) -> Bool {
        var spelledAlike = true
        var left = first.utf8.makeIterator()
        var right = second.utf8.makeIterator()
        while true {
            guard let a = left.next() else { return right.next() == UInt8(ascii: "/") }
            guard let b = right.next(), folded(a) == folded(b) else { return false }
            if a == UInt8(ascii: "/") {
                if !spelledAlike { return true }
            } else if a != b {
                spelledAlike = false
            }
        }
    }
}
