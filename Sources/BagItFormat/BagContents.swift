// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A file in a bag: its path below the bag's folder, and its size.
package struct BagFile: Hashable, Sendable {
    /// The path as bytes, with `/` between components and without the bag's own folder.
    package let path: Bytes
    /// Bytes of the file.
    package let size: UInt64

    /// Takes both as they were found; nothing is checked here.
    package init(path: Bytes, size: UInt64) {
        self.path = path
        self.size = size
    }
}

/// A bag as it lies somewhere: in a folder, in an archive, in memory.
///
/// It gives regular files only and follows no links; what else lies there, its caller reports.
package protocol BagContents {
    /// Every file, in any order.
    var files: [BagFile] { get }

    /// A file's bytes.
    /// - Throws: what keeps it from being read; the bag then counts as not checked.
    func source(of file: BagFile) throws -> any SeekableSource
}
