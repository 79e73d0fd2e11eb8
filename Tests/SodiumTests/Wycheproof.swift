// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import SodiumPrimitives
import StrictCoding

/// A file of Wycheproof's, with the fields that the suites here use.
struct Wycheproof<Test: Decodable>: Decodable {
    struct Group: Decodable {
        struct Key: Decodable { let pk: String }
        let publicKey: Key?
        let tagSize: Int?
        let tests: [Test]
    }

    let numberOfTests: Int
    let testGroups: [Group]

    /// The file of this name, or nothing where the vectors are absent.
    static func load(_ name: String) throws -> Wycheproof? {
        guard let folder = Vectors.folder("primitives/wycheproof") else { return nil }
        return try Vectors.json(folder.appending(path: name), as: Wycheproof.self)
    }
}

/// The bytes of hex digits in a vector.
func bytes(_ hex: String) -> Bytes {
    guard let bytes = Hex.decode(hex) else { preconditionFailure("a vector is not hex") }
    return bytes
}

/// A secret that holds these bytes.
func secret(_ bytes: Bytes) throws -> SecretBytes {
    try SecretBytes(copying: bytes.span)
}
