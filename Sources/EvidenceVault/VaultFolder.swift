// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
package import StrictCoding

/// Where each part of a vault stands (DESIGN 5). Only names; touches no disk.
package struct VaultFolder: Sendable, Equatable {
    /// The vault's folder.
    package let root: FilePlace
    /// `README.txt`.
    package let readMe: FilePlace
    /// `vault.json`.
    package let card: FilePlace
    /// The folder of key slots.
    package let keys: FilePlace
    /// The folder of segments and commits.
    package let journal: FilePlace
    /// The folder of objects.
    package let objects: FilePlace
    /// The folder of what was begun and not finished; made when needed.
    package let drafts: FilePlace
    /// Where a crash's left-overs are moved; made when needed.
    package let unplaced: FilePlace
    /// The file that a writer locks.
    package let lock: FilePlace
    /// The file that marks a copy made by `backup`.
    package let backupMark: FilePlace
    /// The derived catalogue, which a later version writes.
    package let catalogue: FilePlace

    /// Names the parts of the vault at this place.
    ///
    /// - Throws: `FileError.nameRefused` where the path is too long to hold a vault.
    package init(_ root: FilePlace) throws(FileError) {
        self.root = root
        readMe = try root.appending("README.txt")
        card = try root.appending("vault.json")
        keys = try root.appending("keys")
        journal = try root.appending("journal")
        objects = try root.appending("objects")
        drafts = try root.appending("drafts")
        unplaced = try root.appending("unplaced")
        lock = try root.appending("lock")
        backupMark = try root.appending("BACKUP")
        catalogue = try root.appending("catalogue.age")
        // The longest path inside, so that no later name can be refused.
        _ = try objects.appending("00").appending(Digest.zero.hex + "-0000000000000000")
    }

    /// The file of a key slot; `KeyChanged.isSlot` says what may be a slot's name.
    package func slot(_ name: String) throws(FileError) -> FilePlace {
        try keys.appending(name + ".age")
    }

    /// A new passphrase's slot, from when it is durable until it has taken its place.
    package func nextSlot(_ name: String) throws(FileError) -> FilePlace {
        try keys.appending(name + ".next")
    }

    /// The age file of a segment, numbered from 1.
    package func segment(_ number: Int) throws(FileError) -> FilePlace {
        try journal.appending(Self.segmentName(number))
    }

    /// The commit of a segment.
    package func commit(_ number: Int) throws(FileError) -> FilePlace {
        try journal.appending(Self.commitName(number))
    }

    /// A segment that is to take the place of another, from when it is durable until it has it.
    package func nextSegment(_ number: Int) throws(FileError) -> FilePlace {
        try journal.appending(Self.nextSegmentName(number))
    }

    /// The folder that an object stands in.
    package func objectFolder(_ object: Digest) throws(FileError) -> FilePlace {
        try objects.appending(String(object.hex.prefix(2)))
    }

    /// The age file of an original, by the SHA-256 of that file.
    package func object(_ object: Digest) throws(FileError) -> FilePlace {
        try objectFolder(object).appending(object.hex)
    }

    /// `00000001.age`.
    package static func segmentName(_ number: Int) -> String { eightDigits(number) + ".age" }

    /// `00000001.commit`.
    package static func commitName(_ number: Int) -> String { eightDigits(number) + ".commit" }

    /// `00000001.next`.
    package static func nextSegmentName(_ number: Int) -> String { eightDigits(number) + ".next" }

    /// The number in the name of a segment that is to take another's place; nothing for any other.
    package static func nextSegmentNumber(_ name: Bytes) -> Int? { number(name, suffix: ".next") }

    /// An object's path inside the vault, for messages.
    package static func objectName(_ object: Digest) -> String {
        "objects/\(object.hex.prefix(2))/\(object.hex)"
    }

    /// The number in a segment's name; nothing for any other name.
    package static func segmentNumber(_ name: Bytes) -> Int? { number(name, suffix: ".age") }

    /// The number in a commit's name; nothing for any other name.
    package static func commitNumber(_ name: Bytes) -> Int? { number(name, suffix: ".commit") }

    /// The slot's name in the name of its file; nothing for any other name.
    package static func slotName(_ name: Bytes) -> String? {
        guard let text = name.strictText, text.hasSuffix(".age"), text.utf8.count > 4 else {
            return nil
        }
        return String(text.dropLast(4))
    }

    private static func eightDigits(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits
    }

    private static func number(_ name: Bytes, suffix: String) -> Int? {
        let suffix = Bytes(text: suffix)
        guard name.count == 8 + suffix.count, name.slice(8..<name.count) == suffix else {
            return nil
        }
        var value = 0
        for byte in name.prefix(8) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value > 0 ? value : nil
    }
}
