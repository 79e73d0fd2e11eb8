// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Where something is: the bytes of a path, whatever they are. Compared as bytes, never normalised.
///
/// It describes itself as nothing but its type, so that no path reaches a log; show `bytes` by `SafeText`.
package struct FilePlace: Hashable, Comparable, Sendable {
    /// The path: not empty, without zeros, and without slashes at its end unless it is the root.
    package let bytes: Bytes

    /// Takes a path that the person running the program chose; it may go through links, `.` and `..`.
    ///
    /// Slashes at the end are dropped: with one, the system would follow a link.
    /// - Throws: `FileError.nameRefused` where it is empty, holds a zero or is too long for a path.
    package init(_ path: Bytes) throws(FileError) {
        var path = path
        while path.count > 1, path.last == Self.slash { path.removeLast() }
        guard !path.isEmpty, path.count <= FileLimits.pathBytes, !path.contains(0) else {
            throw .nameRefused
        }
        bytes = path
    }

    /// The same for a path that came as text.
    package init(_ path: String) throws(FileError) {
        try self.init(Bytes(text: path))
    }

    private init(unchecked bytes: Bytes) {
        self.bytes = bytes
    }

    /// The place of one name inside this folder. The name may come from anywhere.
    ///
    /// - Throws: `FileError.nameRefused` for an empty name, `.`, `..`, a slash, a zero, or too long a one.
    package func appending(_ name: Bytes) throws(FileError) -> FilePlace {
        guard Self.isName(name) else { throw .nameRefused }
        var path = bytes
        if path.last != Self.slash { path.append(Self.slash) }
        path.append(contentsOf: name)
        guard path.count <= FileLimits.pathBytes else { throw .nameRefused }
        return FilePlace(unchecked: path)
    }

    /// The same for a name that is text.
    package func appending(_ name: String) throws(FileError) -> FilePlace {
        try appending(Bytes(text: name))
    }

    /// Whether these bytes can name one thing inside a folder, and nothing outside it.
    package static func isName(_ name: Bytes) -> Bool {
        !name.isEmpty && name.count <= FileLimits.nameBytes && !name.contains(0)
            && !name.contains(slash) && name != [dot] && name != [dot, dot]
    }

    /// The last name of the path; nothing where that is the root, `.` or `..`.
    package var lastComponent: Bytes? {
        let start = bytes.lastIndex(of: Self.slash).map { $0 + 1 } ?? 0
        let name = bytes.slice(start..<bytes.count)
        return Self.isName(name) ? name : nil
    }

    /// The folder that holds this place, as far as the path tells. The root holds itself.
    package var parent: FilePlace {
        guard lastComponent != nil else {
            if bytes.allSatisfy({ $0 == Self.slash }) { return self }
            return FilePlace(unchecked: bytes + [Self.slash, Self.dot, Self.dot])
        }
        guard var end = bytes.lastIndex(of: Self.slash) else {
            return FilePlace(unchecked: [Self.dot])
        }
        while end > 0, bytes[end - 1] == Self.slash { end -= 1 }
        return FilePlace(unchecked: end == 0 ? [Self.slash] : bytes.slice(0..<end))
    }

    package static func < (left: FilePlace, right: FilePlace) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")
}

extension FilePlace: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "FilePlace" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
