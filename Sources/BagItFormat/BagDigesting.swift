// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import StrictCoding

/// Reads a file once and computes every digest that is wanted of it.
enum BagDigesting {
    private static let chunkSize = 1 << 17

    /// What a file's digests show.
    static func faults(
        of file: BagFile, in contents: any BagContents,
        _ expected: [(algorithm: BagAlgorithm, digest: Bytes)]
    ) -> [BagFault] {
        let wantsSHA256 = expected.contains { $0.algorithm == .sha256 }
        let wantsSHA512 = expected.contains { $0.algorithm == .sha512 }
        var sha256 = SHA256Hasher()
        var sha512 = SHA512Hasher()
        do {
            let source = try contents.source(of: file)
            var buffer = Bytes(repeating: 0, count: chunkSize)
            var offset: UInt64 = 0
            while offset < source.size {
                let want = Int(min(UInt64(chunkSize), source.size - offset))
                if want < buffer.count { buffer.removeLast(buffer.count - want) }
                guard try source.read(at: offset, into: &buffer) == want else {
                    return [.unreadable(path: file.path)]
                }
                if wantsSHA256 { sha256.update(buffer.span) }
                if wantsSHA512 { sha512.update(buffer.span) }
                offset += UInt64(want)
            }
        } catch {
            return [.unreadable(path: file.path)]
        }
        return BagStructure.compare(
            file.path, expected, wantsSHA256 ? sha256.digest() : nil,
            wantsSHA512 ? sha512.digest() : nil)
    }
}
