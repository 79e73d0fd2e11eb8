// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives

/// Why something of minisign's was refused. Lines count from 1.
package enum MinisignError: Error, Equatable, Sendable {
    /// Longer than any such file can be.
    case tooLarge
    /// A line is not there, or does not end where it must.
    case missingLine(Int)
    /// A comment line does not begin with the words it must begin with.
    case wrongPrefix(line: Int)
    /// A line is longer than minisign reads.
    case lineTooLong(Int)
    /// A comment is not UTF-8 or has a control character in it.
    case unprintable(line: Int)
    /// A line is not canonical base64 of as many bytes as it must be.
    case wrongEncoding(line: Int)
    /// The two letters of the algorithm are none that minisign has.
    case unknownAlgorithm
    /// A signature over the file itself ("Ed"), which only old versions made.
    case legacySignature
    /// Something follows the last line.
    case trailingBytes
    /// A key or digest that was handed over has another length than it must have.
    case wrongLength
    /// A secret key file derives its key, or checks itself, in a way that minisign does not know.
    case unknownDerivation
    /// A secret key file asks for more computation or memory than any that minisign makes.
    case tooCostly
    /// A secret key file is encrypted, and no passphrase was given.
    case passphraseNeeded
    /// The passphrase is wrong, or the secret key file is damaged: the two look the same.
    case wrongPassphraseOrDamaged
    /// An unencrypted secret key fails its own checksum or has fields that must be empty.
    case damagedSecretKey
    /// There was not enough memory to derive the key.
    case outOfMemory
    /// The signer has another key than the one that was named.
    case otherSigner
    /// What was signed does not verify: it is not given out.
    case signingFailed
    /// Guarded memory could not be had.
    case secret(SecretError)
}
