// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// A file of the bag as it lies in the bundle, with the digest that was taken when it was checked.
package struct BagCopy: Sendable {
    /// Where it stands in the bag: printable ASCII, and no part of it leads elsewhere (`ZipPath`).
    package let path: String
    /// Bytes.
    package let size: UInt64
    /// Digest.
    package let sha256: Digest
    private let source: any SeekableSource

    init(path: String, size: UInt64, sha256: Digest, source: any SeekableSource) {
        self.path = path
        self.size = size
        self.sha256 = sha256
        self.source = source
    }

    /// The folders and the name that it has in the bag.
    package var parts: [String] { path.split(separator: "/").map(String.init) }

    /// Whether a click on it could run it under the name that it has in the bag.
    package var runs: Bool {
        guard let name = parts.last else { return false }
        return parts.dropLast().contains(where: QuietName.runs)
            || QuietName.runs(name)
                && QuietName.file(name, isStillPage: StillPage.holds(source)) != name
    }

    /// Copies it and checks its digest once more on the way.
    ///
    /// - Throws: as `CheckedExhibit.copy`.
    package func copy(to sink: any ByteSink) throws {
        try CheckedCopy.copy(source, size: size, sha256: sha256, to: sink)
    }
}
