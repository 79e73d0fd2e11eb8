// SPDX-License-Identifier: Apache-2.0

import MinisignFormat
import SodiumPrimitives
import SodiumSealing
import StrictCoding

// The parsers with whole buffers: a span cannot be made inside an expectation.

func readSignature(_ file: Bytes, _ reading: MinisignReading = .strict) throws -> MinisignSignature
{
    try MinisignSignature(parsing: file.span, reading: reading)
}

func readKey(_ file: Bytes) throws -> MinisignPublicKey {
    try MinisignPublicKey(parsing: file.span)
}

func readKeyFile(
    _ file: Bytes, _ reading: MinisignReading = .strict
) throws -> MinisignPublicKeyFile {
    try MinisignPublicKeyFile(parsing: file.span, reading: reading)
}

func readSecretKey(_ file: Bytes, passphrase: String? = nil) throws -> MinisignSecretKey {
    guard let passphrase else { return try MinisignSecretKey(file: file.span) }
    let bytes = Bytes(text: passphrase)
    return try MinisignSecretKey(file: file.span, passphrase: bytes.span)
}

func readSecretText(_ text: Bytes) throws -> MinisignSecretKey {
    try MinisignSecretKey(parsing: text.span)
}

func isEncrypted(_ file: Bytes) throws -> Bool {
    try MinisignSecretKey.isEncrypted(file: file.span)
}

func check(_ signature: MinisignSignature, _ message: Bytes, _ key: MinisignPublicKey)
    -> MinisignCheck
{
    let prehash = MinisignPrehash.of(message.span)
    return signature.check(prehash: prehash.span, key: key)
}

/// A key made from one byte, the same in each run.
func signingKey(_ byte: UInt8) throws -> SigningKey {
    let seed = Bytes(repeating: byte, count: 32)
    return try SigningKey(seed: SecretBytes(copying: seed.span))
}

func sign(
    _ message: Bytes, with signer: any Signer, as key: MinisignPublicKey? = nil,
    untrusted: String = "keepsake sealed bundle", trusted: String = "keepsake sealed v1"
) throws -> MinisignSignature {
    let prehash = MinisignPrehash.of(message.span)
    return try MinisignSignature.sign(
        prehash: prehash.span, untrustedComment: untrusted, trustedComment: trusted,
        key: key ?? MinisignPublicKey(vaultKey: signer.publicKey), signer: signer)
}
