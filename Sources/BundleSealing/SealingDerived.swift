// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import SodiumPrimitives
package import StrictCoding
import ZipFormat

/// A file that was derived from what is sealed: a readable copy, an extract, a part of the report.
///
/// Nothing rests on it, but it is listed and signed like everything else, so what it holds has to be
/// known before the first byte is written.
package struct SealingDerived: Sendable {
    /// Where its bytes are.
    enum Content: Sendable {
        case bytes(Bytes)
        case source(@Sendable () throws -> any SeekableSource)
    }

    /// Its path in the bag, below `data/readable/<folder of a mark>/` or `data/report/`.
    package let path: String
    /// Bytes.
    package let size: UInt64
    /// Digest.
    package let sha256: Digest
    /// CRC-32, for the ZIP.
    package let crc32: UInt32
    let content: Content

    /// A small file in memory.
    package init(path: String, bytes: Bytes) {
        self.path = path
        size = UInt64(bytes.count)
        sha256 = SHA256Hasher.digest(of: bytes.span)
        crc32 = CRC32.value(of: bytes.span)
        content = .bytes(bytes)
    }

    /// A file that is opened when its turn comes, and held to what is said of it here.
    package init(
        path: String, size: UInt64, sha256: Digest, crc32: UInt32,
        open: @escaping @Sendable () throws -> any SeekableSource
    ) {
        self.path = path
        self.size = size
        self.sha256 = sha256
        self.crc32 = crc32
        content = .source(open)
    }

    /// Whether a derived file may stand at this path: below the folder of one of these marks or below the
    /// report's, at most one folder deep, every name safe everywhere.
    static func isPermitted(_ path: String, folders: Set<String>) -> Bool {
        guard BundlePaths.folder.utf8.count + path.utf8.count <= BundleLimits.pathBytes else {
            return false
        }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if path.hasPrefix(BundlePaths.readable) {
            guard parts.count > 3, folders.contains(parts[2]) else { return false }
            parts.removeFirst(3)
        } else if path.hasPrefix(BundlePaths.report) {
            parts.removeFirst(2)
        } else {
            return false
        }
        return (1...2).contains(parts.count) && parts.allSatisfy(BundlePaths.isSafeName)
    }
}
