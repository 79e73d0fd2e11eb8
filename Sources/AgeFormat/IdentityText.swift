// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import StrictCoding

/// The text of an identity: Bech32 in upper case, from guarded memory and into it.
///
/// In between there is one buffer for each direction, and it is wiped. Nothing becomes a `String`.
enum IdentityText {
    /// What an X25519 identity begins with, before the separator.
    static let prefix = "AGE-SECRET-KEY-"
    /// The same of the hybrid kind.
    static let hybridPrefix = "AGE-SECRET-KEY-PQ-"
    /// What the identities of plugins begin with.
    static let pluginPrefix = "AGE-PLUGIN-"

    private static let byteCount = 32

    /// Whether a text is meant to be an identity of any kind, in either case, whole or not.
    static func isIdentity(_ text: Span<UInt8>) -> Bool {
        begins(text, prefix, anyCase: true) || begins(text, pluginPrefix, anyCase: true)
    }

    /// Whether a text begins with this upper-case one.
    static func begins(_ text: Span<UInt8>, _ start: String, anyCase: Bool = false) -> Bool {
        let start = Bytes(text: start)
        guard text.count >= start.count else { return false }
        for index in 0..<start.count {
            var byte = text[index]
            if anyCase, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) { byte -= 32 }
            guard byte == start[index] else { return false }
        }
        return true
    }

    /// Reads an X25519 identity, in upper case as it is written; nothing for any other text.
    ///
    /// - Throws: `AgeError.secret`.
    static func secret(from text: Span<UInt8>) throws(AgeError) -> SecretBytes? {
        guard begins(text, prefix) else { return nil }
        var decoded: (prefix: String, data: Bytes)
        do throws(Bech32Error) {
            decoded = try Bech32.decode(text)
        } catch {
            return nil
        }
        defer { decoded.data.wipe() }
        guard decoded.prefix == prefix, decoded.data.count == byteCount else { return nil }
        do throws(SecretError) {
            let data = decoded.data
            return try SecretBytes(copying: data.span)
        } catch {
            throw .secret(error)
        }
    }

    /// Writes an X25519 identity.
    ///
    /// - Throws: `AgeError.secret`.
    static func text(of secret: Span<UInt8>) throws(AgeError) -> SecretBytes {
        var text = Bech32.encodeBytes(prefix: prefix.lowercased(), data: secret)
        defer { text.wipe() }
        for index in text.indices
        where (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[index]) {
            text[index] -= 32
        }
        do throws(SecretError) {
            return try SecretBytes(copying: text.span)
        } catch {
            throw .secret(error)
        }
    }
}
