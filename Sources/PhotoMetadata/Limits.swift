// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Entries of one directory: the standard names about 80 for the longest; cameras add some.
    package static let entries = 512

    /// Directories of one block that are followed: the main one, Exif, GPS, and one more for each pointer
    /// that a camera repeats.
    package static let directories = 8

    /// Bytes of one value. A comment fits; a preview or a maker's note does not and is left out.
    package static let valueBytes = 65_536

    /// Bytes of all values of one block: what one segment of a JPEG could ever carry, four times.
    package static let blockBytes = 262_144
}
