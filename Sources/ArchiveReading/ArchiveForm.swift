// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// What an archive is: how its members stand, and what the whole is packed with. Nothing else is read,
/// and nothing inside a member or inside a second packing is looked for.
package struct ArchiveForm: Hashable, Sendable {
    /// How the members stand.
    package enum Container: String, Sendable, CaseIterable {
        case zip, tar
        case sevenZip = "7z"
        case rar
        /// One file, packed.
        case single
    }

    /// What the whole is packed with.
    package enum Packing: String, Sendable, CaseIterable {
        case gzip, bzip2, xz, zstd
    }

    /// How the members stand. For something packed it is `tar` or `single`, which only reading tells.
    package var container: Container
    /// What the whole is packed with, if with anything.
    package var packing: Packing?

    /// Names a form.
    package init(_ container: Container, packing: Packing? = nil) {
        self.container = container
        self.packing = packing
    }

    /// Recognises an archive by its first bytes, of which at least 512 are needed for a tar.
    package static func recognise(_ head: Bytes) -> ArchiveForm? {
        func begins(_ bytes: Bytes) -> Bool { head.starts(with: bytes) }
        if begins([0x50, 0x4b, 3, 4]) || begins([0x50, 0x4b, 5, 6]) || begins([0x50, 0x4b, 7, 8]) {
            return ArchiveForm(.zip)
        }
        if begins([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) { return ArchiveForm(.sevenZip) }
        if begins([0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]) { return ArchiveForm(.rar) }
        if begins([0x1f, 0x8b, 0x08]) { return ArchiveForm(.single, packing: .gzip) }
        if begins([0x42, 0x5a, 0x68]), head.count >= 10, (0x31...0x39).contains(head[3]),
            head[4..<10].elementsEqual([0x31, 0x41, 0x59, 0x26, 0x53, 0x59])
        {
            return ArchiveForm(.single, packing: .bzip2)
        }
        if begins([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]) { return ArchiveForm(.single, packing: .xz) }
        if begins([0x28, 0xb5, 0x2f, 0xfd]) { return ArchiveForm(.single, packing: .zstd) }
        return isTar(head) ? ArchiveForm(.tar) : nil
    }

    /// A tar's header holds the sum of its own bytes, so that no text is taken for one.
    private static func isTar(_ head: Bytes) -> Bool {
        guard head.count >= 512, head[0] != 0 else { return false }
        var stated = 0
        var digits = 0
        for byte in head[148..<156] {
            if (0x30...0x37).contains(byte) {
                stated = stated * 8 + Int(byte - 0x30)
                digits += 1
            } else if byte != 0x20 || digits > 0 {
                break
            }
        }
        guard digits > 0 else { return false }
        let sum = head[0..<512].enumerated().reduce(0) { sum, item in
            sum + ((148..<156).contains(item.offset) ? 0x20 : Int(item.element))
        }
        return sum == stated
    }
}
