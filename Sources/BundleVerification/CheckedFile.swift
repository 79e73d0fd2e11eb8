// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// A file of a bag beside its exhibits that a check found to be what the bag's signed list, or the
/// record, says: what was derived for reading, the report, or an entry.
package struct CheckedFile: Sendable {
    /// What a file is for. The raw values name the folder that `open` writes it into.
    package enum Kind: String, Sendable, CaseIterable {
        /// Made from one exhibit, for reading; nothing rests on it.
        case readable
        /// The report on all of it; nothing rests on it.
        case report
        /// The exact bytes of an entry of the record.
        case entry = "entries"
    }

    /// What it is for.
    package let kind: Kind
    /// The mark of the exhibit that it was made from or is about; nothing for the report, or an entry
    /// about no exhibit.
    package let mark: String?
    /// Where it stands in the bag.
    package let path: String
    /// The folders below the one of its kind, each a name that is safe on every system.
    package let folders: [String]
    /// Its name, safe on every system.
    package let fileName: String
    /// Bytes.
    package let size: UInt64
    /// Digest.
    package let sha256: Digest
    private let source: any SeekableSource

    init?(
        kind: Kind, mark: String?, path: String, below folder: String, size: UInt64,
        sha256: Digest, source: any SeekableSource
    ) {
        let parts = path.dropFirst(folder.count)
            .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard path.hasPrefix(folder), let name = parts.last,
            (1...BundleLimits.derivedDepth).contains(parts.count),
            parts.allSatisfy(BundlePaths.isSafeName)
        else { return nil }
        self.kind = kind
        self.mark = mark
        self.path = path
        folders = Array(parts.dropLast())
        fileName = name
        self.size = size
        self.sha256 = sha256
        self.source = source
    }

    /// The name that `open` writes it under: none that a click would run.
    package var quietName: String {
        QuietName.file(fileName, isStillPage: StillPage.holds(source))
    }

    /// Copies it and checks its digest once more on the way.
    ///
    /// - Throws: as `CheckedExhibit.copy`.
    package func copy(to sink: any ByteSink) throws {
        try CheckedCopy.copy(source, size: size, sha256: sha256, to: sink)
    }
}

/// Copies what was checked; the digest is taken again of the very bytes that are handed on.
enum CheckedCopy {
    static func copy(
        _ source: any SeekableSource, size: UInt64, sha256 wanted: Digest, to sink: any ByteSink
    ) throws {
        var sha256 = SHA256Hasher()
        var buffer = Bytes(
            repeating: 0, count: Int(max(1, min(size, UInt64(BundleLimits.bufferBytes)))))
        var offset: UInt64 = 0
        while offset < source.size {
            let count = try source.read(at: offset, into: &buffer)
            guard count > 0 else { throw SourceError.endedEarly(offset: offset) }
            let part = buffer.span.extracting(0..<count)
            sha256.update(part)
            try sink.write(part)
            offset += UInt64(count)
        }
        guard offset == size, sha256.digest() == wanted else { throw CheckedExhibitError.changed }
    }
}
