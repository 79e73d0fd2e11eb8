// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// The quality of a copy at full size: differences are not seen beside the original.
    static let fullQuality: Int32 = 90

    /// The quality of a small picture: what it shows can be told, and hundreds fit into a report.
    static let smallQuality: Int32 = 75

    /// Parts of a container that are walked over to find a few: more have only pictures that move.
    static let parts = 10_000

    /// Entries of a directory of tags; cameras write some sixty.
    static let tags = 1000
}
