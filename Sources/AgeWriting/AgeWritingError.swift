// SPDX-License-Identifier: Apache-2.0

import AgeFormat
package import SodiumPrimitives

/// Why nothing was encrypted.
package enum AgeWritingError: Error, Equatable, Sendable {
    /// There is nobody to encrypt to.
    case noRecipients
    /// There are more recipients than a reader takes (`AgeLimits.stanzaCount`).
    case tooManyRecipients
    /// A passphrase stands beside another recipient.
    case passphraseNotAlone
    /// There is nothing in the passphrase.
    case emptyPassphrase
    /// The work factor is not between 1 and what a reader takes (`AgeLimits.workFactor`).
    case workFactorOutOfRange
    /// A recipient is a point of low order: anyone could open what is encrypted to it.
    case lowOrderRecipient
    /// There was not enough memory for scrypt with this work factor.
    case outOfMemory(workFactor: Int)
    /// Guarded memory could not be had.
    case secret(SecretError)
    /// Something was written after the end.
    case finished

    /// What wrapping a file key can run into.
    init(_ error: AgeError) {
        switch error {
        case .secret(let error): self = .secret(error)
        case .outOfMemory(let workFactor): self = .outOfMemory(workFactor: workFactor)
        case .header(.workFactorTooHigh): self = .workFactorOutOfRange
        // The only thing left that deriving a wrap key refuses.
        default: self = .lowOrderRecipient
        }
    }
}
