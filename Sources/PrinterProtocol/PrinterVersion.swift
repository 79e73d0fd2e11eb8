// SPDX-License-Identifier: Apache-2.0

/// The version that a printed report names in its properties; that of the whole program.
package enum PrinterVersion {
    /// The version.
    package static let current = "0.1.0"
}
