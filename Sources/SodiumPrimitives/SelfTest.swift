// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Known answers, run at every start: a library that gives others must not touch evidence.
enum SelfTest {
    /// How many there are; a test checks that none went missing.
    static let cases: [(name: String, passes: @Sendable () -> Bool)] = [
        ("sha256", sha256), ("blake2b", blake2b), ("hkdf", hkdf), ("scrypt", scrypt),
        ("x25519", x25519), ("ed25519", ed25519), ("chacha20poly1305", chaChaPoly),
    ]

    static func run() throws(SodiumLibraryError) {
        guard cases.count == 7 else { throw .selfTestFailed(name: "count") }
        for test in cases where !test.passes() { throw .selfTestFailed(name: test.name) }
    }

    private static func bytes(_ hex: String) -> Bytes { Hex.decode(hex) ?? [] }

    // FIPS 180-2, "abc".
    private static func sha256() -> Bool {
        SHA256Hasher.digest(of: Bytes(text: "abc").span).hex
            == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    }

    // RFC 7693 appendix A, "abc".
    private static func blake2b() -> Bool {
        Hex.encode(Blake2bHasher.digest(of: Bytes(text: "abc").span, count: 64).span)
            == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
            + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
    }

    // RFC 5869 test case 1.
    private static func hkdf() -> Bool {
        guard
            let key = try? HKDF.sha256(
                material: Bytes(repeating: 0x0b, count: 22).span,
                salt: bytes("000102030405060708090a0b0c").span,
                info: bytes("f0f1f2f3f4f5f6f7f8f9").span, count: 42)
        else { return false }
        return Hex.encode(key.span)
            == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    }

    // RFC 7914 section 12, first vector (N = 16).
    private static func scrypt() -> Bool {
        guard
            let key = try? Scrypt.key(
                passphrase: Bytes().span, salt: Bytes().span, n: 16, r: 1, p: 1, count: 64)
        else { return false }
        return Hex.encode(key.span)
            == "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
            + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
    }

    // RFC 7748 section 5.2; and the point of order 1, which must be refused.
    private static func x25519() -> Bool {
        guard
            let secret = try? SecretBytes(
                copying: bytes("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4")
                    .span),
            let shared = try? X25519.shared(
                secret: secret,
                publicValue: bytes(
                    "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"
                ).span)
        else { return false }
        guard
            Hex.encode(shared.span)
                == "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"
        else { return false }
        let low = try? X25519.shared(
            secret: secret, publicValue: Bytes(repeating: 0, count: 32).span)
        return low == nil
    }

    // RFC 8032 section 7.1, test 2; and the same with one bit changed.
    private static func ed25519() -> Bool {
        let key = bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
        var signature = bytes(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        let message = bytes("72")
        guard
            Ed25519.isValid(signature: signature.span, of: message.span, publicKey: key.span)
        else { return false }
        signature[0] ^= 1
        return !Ed25519.isValid(signature: signature.span, of: message.span, publicKey: key.span)
    }

    // Key and nonce of RFC 8439 section 2.8.2, without additional data; and with one bit changed.
    private static func chaChaPoly() -> Bool {
        let key = bytes("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f")
        let nonce = bytes("070000004041424344454647")
        var sealed = bytes(
            "e8138829218a21c93589ea8b42fe69d13c260dec73aacd9f165214744b")
        var plaintext = Bytes()
        guard
            ChaChaPoly.open(
                sealed.span, key: key.span, nonce: nonce.span, appendingTo: &plaintext),
            plaintext == Bytes(text: "what was kept")
        else { return false }
        sealed[0] ^= 1
        return !ChaChaPoly.open(
            sealed.span, key: key.span, nonce: nonce.span, appendingTo: &plaintext)
    }
}
