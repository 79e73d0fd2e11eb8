// SPDX-License-Identifier: Apache-2.0

/// A SHA-256 value: exactly 32 bytes. Compared and sorted as bytes; not for secrets.
package struct Digest: Hashable, Comparable, Sendable {
    /// How many bytes a digest has.
    package static let byteCount = 32

    /// The digest's bytes, always 32 of them.
    package let bytes: Bytes

    /// Takes 32 bytes; nothing for any other number of them.
    package init?(_ bytes: Bytes) {
        guard bytes.count == Digest.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Reads 64 lower-case hex digits; nothing for anything else.
    package init?(hex: String) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes)
    }

    /// Reads padded canonical base64 of 32 bytes; nothing for anything else.
    package init?(base64: String) {
        guard let bytes = Base64.decode(base64, padding: .required) else { return nil }
        self.init(bytes)
    }

    /// 64 lower-case hex digits.
    package var hex: String { Hex.encode(bytes.span) }

    /// Padded base64, 44 characters.
    package var base64: String { Base64.encode(bytes.span, padding: .required) }

    /// 32 zero bytes: the `prev` of entry 0.
    package static let zero = Digest(unchecked: Bytes(repeating: 0, count: byteCount))

    private init(unchecked bytes: Bytes) {
        self.bytes = bytes
    }

    package static func < (left: Digest, right: Digest) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
