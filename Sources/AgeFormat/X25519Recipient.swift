// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

/// A public X25519 key that files are encrypted to: `age1…`.
package struct X25519Recipient: Hashable, Sendable {
    /// Bytes of a public value.
    package static let byteCount = 32

    private static let prefix = "age"

    /// The public value, 32 bytes.
    package let publicValue: Bytes

    /// Takes a public value; nothing unless it has 32 bytes.
    package init?(publicValue: Bytes) {
        guard publicValue.count == X25519Recipient.byteCount else { return nil }
        self.publicValue = publicValue
    }

    /// Reads `age1…`, in lower case as it is written.
    ///
    /// - Throws: `AgeError.recipient`, which names the kind where it is one that cannot be used yet.
    package init(_ text: String) throws(AgeError) {
        do throws(KeyFault) {
            try self.init(parsing: text)
        } catch {
            throw .recipient(error)
        }
    }

    /// As the public initialiser does, with the bare fault for callers that know the line.
    init(parsing text: String) throws(KeyFault) {
        // Looked at first: a secret that was mixed up is not handed to anything else.
        guard !IdentityText.isIdentity(Bytes(text: text).span) else { throw .isIdentity }
        let decoded: (prefix: String, data: Bytes)
        do throws(Bech32Error) {
            decoded = try Bech32.decode(text)
        } catch {
            throw .malformed
        }
        if decoded.prefix == X25519Recipient.prefix, decoded.data.count == X25519Recipient.byteCount
        {
            publicValue = decoded.data
        } else if decoded.prefix == "age1pq" {
            throw .unsupported(.hybrid)
        } else if decoded.prefix.hasPrefix("age1"),
            let kind = UnsupportedKind(plugin: Bytes(text: String(decoded.prefix.dropFirst(4))))
        {
            throw .unsupported(kind)
        } else {
            throw .malformed
        }
    }

    /// The recipient as it is written everywhere.
    package var text: String {
        let value = publicValue
        return Bech32.encode(prefix: X25519Recipient.prefix, data: value.span)
    }
}

extension UnsupportedKind {
    /// The plugin of this name; nothing where it has characters that no plugin's name has.
    init?(plugin name: Bytes) {
        let allowed = name.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "+"):
                true
            default: false
            }
        }
        guard allowed, !name.isEmpty, name.count <= AgeLimits.pluginNameCount else { return nil }
        self = .plugin(name: String(decoding: name, as: UTF8.self).lowercased())
    }
}
