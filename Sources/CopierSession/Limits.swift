// SPDX-License-Identifier: Apache-2.0

/// The bounds of this target, each with its reason.
package enum Limits {
    /// Bytes of address space: a picture of 100 million pixels as its decoder holds it, as red, green and
    /// blue, and once more while it is changed. The libraries themselves take a tenth of it.
    package static let memoryBytes: UInt64 = 2 << 30
}
