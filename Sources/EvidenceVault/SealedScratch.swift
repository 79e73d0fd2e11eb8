// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import SodiumPrimitives
import SodiumSealing
package import StrictCoding

/// Pages that have no room in memory, in a file that only this object can find and open.
///
/// The file has a name in the vault's folder until it is open, and none after that: nothing can move it
/// while it is in use, and it goes with this object or with the process. The key is made here, is written
/// nowhere and goes too. Each page is sealed under a number that is used once, which is remembered
/// here: an older page in its place, or another's, does not open.
package final class SealedScratch {
    private let folder: FilePlace
    private let fileSystem: any FileSystem
    private let random: any RandomSource
    private let key: SecretBytes
    private var file: (any UnnamedFile)?
    private var numbers: ContiguousArray<UInt64> = []
    private var used: UInt64 = 0
    private var pageBytes = 0
    private var sealed = Bytes()

    init(
        _ folder: FilePlace, _ fileSystem: any FileSystem, random: any RandomSource
    ) throws {
        self.folder = folder
        self.fileSystem = fileSystem
        self.random = random
        key = try random.secret(count: ChaChaPoly.keyCount)
    }

    deinit {
        try? file?.close()
    }

    /// Keeps a page under a slot: one that was used before, or the next. All pages are of one size.
    ///
    /// - Throws: `FileError`.
    package func keep(_ page: Bytes, in slot: Int) throws {
        let file = try opened(for: page.count)
        guard page.count == pageBytes, slot >= 0, slot <= numbers.count else {
            throw FileError.tooLarge
        }
        used += 1
        var sealed = sealed
        self.sealed = Bytes()
        let nonce = Self.nonce(used)
        key.withSpan { key in
            ChaChaPoly.seal(page.span, key: key, nonce: nonce.span, into: &sealed, at: 0)
        }
        if slot == numbers.count {
            try file.write(sealed.span)
            numbers.append(used)
        } else {
            try file.patch(at: offset(of: slot), sealed.span)
            numbers[slot] = used
        }
        self.sealed = sealed
    }

    /// The page that was kept last under a slot.
    ///
    /// - Throws: `FileError`, also where it does not open.
    package func page(in slot: Int) throws -> Bytes {
        guard numbers.indices.contains(slot), let file else { throw FileError.notFound }
        var bytes = Bytes(repeating: 0, count: sealedBytes)
        let count = try file.read(at: offset(of: slot), into: &bytes)
        guard count == bytes.count else { throw FileError.inputOutput(code: 0) }
        var page = Bytes(repeating: 0, count: pageBytes)
        let nonce = Self.nonce(numbers[slot])
        let opens = key.withSpan { key in
            ChaChaPoly.open(bytes.span, key: key, nonce: nonce.span, into: &page, at: 0)
        }
        guard opens else { throw FileError.inputOutput(code: 0) }
        return page
    }

    private func opened(for count: Int) throws -> any UnnamedFile {
        if let file { return file }
        let made = try fileSystem.createUnnamed(
            fileSystem.temporaryPlace(in: folder, random: random.bytes(count: 16)))
        file = made
        pageBytes = count
        sealed = Bytes(repeating: 0, count: count + ChaChaPoly.tagCount)
        return made
    }

    private func offset(of slot: Int) -> UInt64 { UInt64(slot) * UInt64(sealedBytes) }

    private var sealedBytes: Int { pageBytes + ChaChaPoly.tagCount }

    private static func nonce(_ number: UInt64) -> Bytes {
        var nonce = Bytes(repeating: 0, count: ChaChaPoly.nonceCount)
        for index in 0..<8 {
            nonce[index] = UInt8(truncatingIfNeeded: number >> (8 * UInt64(index)))
        }
        return nonce
    }
}
