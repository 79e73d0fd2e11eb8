// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of an image that is loaded: a few million messages; a larger one is made again.
    package static let imageBytes = 1 << 31

    /// Words of one search: more than anybody types.
    package static let searchWords = 32

    /// Bytes of what is searched for.
    package static let searchBytes = 4096

    /// Hits that a search gives unless more are asked for.
    package static let hits = 100

    /// KiB that SQLite may keep of pages beside the database itself.
    static let cacheKiB = 16_384
}
