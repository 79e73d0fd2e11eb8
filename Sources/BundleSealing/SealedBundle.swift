// SPDX-License-Identifier: Apache-2.0

package import BundleVerification
import DurableFiles
package import StrictCoding

/// A bundle that was written, synced and checked, and does not have its name yet.
///
/// Between sealing and placing, the caller records the sealing; nobody is handed a file that the
/// record does not know of.
package final class SealedBundle {
    /// The digest of the sealed file: SHA-256 of `evidence.zip.age`.
    package let digest: Digest
    /// Bytes of the whole file.
    package let size: UInt64
    /// What the check of the finished file found; its verdict is `verified`.
    package let report: BundleReport

    private let temporary: FilePlace
    private let target: FilePlace
    private let files: any FileSystem
    private var isFinished = false

    init(
        digest: Digest, size: UInt64, report: BundleReport, temporary: FilePlace,
        target: FilePlace, files: any FileSystem
    ) {
        self.digest = digest
        self.size = size
        self.report = report
        self.temporary = temporary
        self.target = target
        self.files = files
    }

    deinit {
        if !isFinished { try? files.remove(temporary) }
    }

    /// Gives the bundle its name, never over something else, and returns when that is durable.
    ///
    /// - Throws: `BundleSealingError.exists` (the temporary file stays until `discard`),
    ///   `.finished`, or what the file system reports.
    package func place() throws {
        guard !isFinished else { throw BundleSealingError.finished }
        do {
            try files.moveDurably(temporary, to: target, replacing: false)
        } catch FileError.exists {
            throw BundleSealingError.exists
        }
        isFinished = true
    }

    /// Removes the temporary file.
    ///
    /// - Throws: what the file system reports.
    package func discard() throws {
        guard !isFinished else { return }
        try files.remove(temporary)
        isFinished = true
    }
}
