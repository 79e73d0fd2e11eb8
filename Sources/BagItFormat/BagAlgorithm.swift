// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The digest algorithm of a manifest, as the manifest's file name states it.
package enum BagAlgorithm: Hashable, Sendable {
    /// Checked; what our own bags use.
    case sha256
    /// Checked.
    case sha512
    /// Recognised, not checked: a collision can be bought, so that a match would say nothing.
    case md5
    /// The same.
    case sha1
    /// Recognised, not checked: neither is asked of a BagIt 1.0 tool.
    case sha224
    /// The same.
    case sha384
    /// Not known here; lower-case letters and digits.
    case other(String)

    init(name: Bytes) {
        switch String(decoding: name, as: UTF8.self) {
        case "sha256": self = .sha256
        case "sha512": self = .sha512
        case "md5": self = .md5
        case "sha1": self = .sha1
        case "sha224": self = .sha224
        case "sha384": self = .sha384
        case let name: self = .other(name)
        }
    }

    /// Whether digests of this kind are computed and compared here.
    package var isChecked: Bool { self == .sha256 || self == .sha512 }

    /// The name as it stands in file names.
    package var name: String {
        switch self {
        case .sha256: "sha256"
        case .sha512: "sha512"
        case .md5: "md5"
        case .sha1: "sha1"
        case .sha224: "sha224"
        case .sha384: "sha384"
        case .other(let name): name
        }
    }

    /// Bytes of a digest; nothing where that is not known.
    var byteCount: Int? {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha224: 28
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        case .other: nil
        }
    }
}
