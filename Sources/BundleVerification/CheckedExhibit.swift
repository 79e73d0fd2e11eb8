// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// Why an exhibit that was checked is not handed on.
package enum CheckedExhibitError: Error, Equatable, Sendable {
    /// It reads differently now than when it was checked.
    case changed
}

/// An exhibit whose bytes were found to be those that its entry recorded.
package struct CheckedExhibit: Sendable {
    /// What it is called: `EX/1`.
    package let mark: String
    /// The name for its folder: `EX-1`.
    package let folder: String
    /// A name that is safe on every system, of at most 80 characters in a bundle of ours.
    package let fileName: String
    /// Bytes.
    package let size: UInt64
    /// Digest.
    package let sha256: Digest
    /// Media type by content, as recorded.
    package let mediaType: String
    /// The bytes; each part is authenticated again as it is read.
    package let source: any SeekableSource
    /// The folder below the exhibit's that it lies in; nothing for the exhibit's own.
    package let inner: String?
    /// Further files of the same exhibit: those of an extract.
    package let more: [CheckedExhibit]

    /// Takes the parts; made by a check, and by tests.
    package init(
        mark: String, folder: String, fileName: String, size: UInt64, sha256: Digest,
        mediaType: String, source: any SeekableSource, inner: String? = nil,
        more: [CheckedExhibit] = []
    ) {
        self.inner = inner
        self.more = more
        self.mark = mark
        self.folder = folder
        self.fileName = fileName
        self.size = size
        self.sha256 = sha256
        self.mediaType = mediaType
        self.source = source
    }

    /// The folders that it goes into, below the one that all are written into.
    package var folders: [String] { [folder, inner].compactMap { $0 } }

    /// Where it is below the folder that all are written into, by the name that it has in the bundle.
    package var place: String { (folders + [fileName]).joined(separator: "/") }

    /// The name that `open` writes it under: none that a click would run.
    package var quietName: String {
        QuietName.file(fileName, isStillPage: StillPage.holds(source))
    }

    /// Copies the exhibit and checks its digest once more on the way.
    ///
    /// - Throws: `CheckedExhibitError.changed` after the last byte (what was written is then not to
    ///   be kept), and what the source or the sink reports.
    package func copy(to sink: any ByteSink) throws {
        try CheckedCopy.copy(source, size: size, sha256: sha256, to: sink)
    }
}
