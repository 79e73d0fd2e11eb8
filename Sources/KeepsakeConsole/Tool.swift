// SPDX-License-Identifier: Apache-2.0

/// What these programs call themselves.
package enum Tool {
    /// The version, by SemVer; formats have versions of their own.
    package static let version = "0.1.0"
    /// Name and version as they stand in every entry that is written.
    package static let name = "keepsake " + version
}
