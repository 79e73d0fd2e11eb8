// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import StrictCoding

/// A signature line that was found good.
package struct VerifiedSignature: Hashable, Sendable {
    /// The key that made it.
    package let key: NoteKey
    /// For a cosignature, the time that the witness states: seconds since 1970.
    package let time: UInt64?
}

/// What came of checking a note against known keys. At least one line was good, and none was bad.
package struct NoteVerification: Hashable, Sendable {
    /// The good lines, in their order. One witness may have more than one: count keys, not lines.
    package let verified: [VerifiedSignature]
    /// Lines of known keys that cannot be checked here (ML-DSA-44): they count for nothing.
    package let notChecked: [NoteSignature]
    /// How many lines are of keys that nobody named; they are ignored.
    package let unknown: Int
}

extension SignedNote {
    /// Checks the signature lines of these keys.
    ///
    /// Lines of other keys are ignored; one line of a known key that does not verify refuses the note.
    /// - Throws: `NoteError.invalidSignature`, `noKnownKey`, `noneCheckable`, `ambiguousKeys`.
    package func verify(keys: [NoteKey]) throws(NoteError) -> NoteVerification {
        var known: [KeyName: NoteKey] = [:]
        for key in keys {
            let before = known.updateValue(
                key, forKey: KeyName(name: Bytes(key.name.utf8), keyID: key.keyID))
            guard before == nil || before == key else { throw .ambiguousKeys }
        }
        var verified: [VerifiedSignature] = []
        var notChecked: [NoteSignature] = []
        var unknown = 0
        for signature in signatures {
            guard let key = known[KeyName(name: Bytes(signature.name.utf8), keyID: signature.keyID)]
            else {
                unknown += 1
                continue
            }
            switch key.algorithm {
            case .ed25519:
                guard Self.isValid(signature.bytes, over: text, key) else {
                    throw .invalidSignature(name: key.name)
                }
                verified.append(VerifiedSignature(key: key, time: nil))
            case .cosignature:
                guard let time = Self.cosignatureTime(signature.bytes, text: text, key) else {
                    throw .invalidSignature(name: key.name)
                }
                verified.append(VerifiedSignature(key: key, time: time))
            case .postQuantumCosignature:
                notChecked.append(signature)
            }
        }
        guard !verified.isEmpty else { throw notChecked.isEmpty ? .noKnownKey : .noneCheckable }
        return NoteVerification(verified: verified, notChecked: notChecked, unknown: unknown)
    }

    /// What a cosignature of `text` at `time` is over (FORMATS section 4.4).
    static func cosignedMessage(time: UInt64, text: Bytes) -> Bytes {
        Bytes(text: "cosignature/v1\ntime \(time)\n") + text
    }

    private static func isValid(_ signature: Bytes, over message: Bytes, _ key: NoteKey) -> Bool {
        let publicKey = key.publicKey
        return Ed25519.isValid(
            signature: signature.span, of: message.span, publicKey: publicKey.span)
    }

    private static func cosignatureTime(_ bytes: Bytes, text: Bytes, _ key: NoteKey) -> UInt64? {
        guard bytes.count == 8 + Ed25519.signatureCount else { return nil }
        let time = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard time <= UInt64(Int64.max) else { return nil }
        let message = cosignedMessage(time: time, text: text)
        return isValid(Bytes(bytes.dropFirst(8)), over: message, key) ? time : nil
    }

    /// What a signature line names; its name as bytes, since texts that look alike are not the same.
    private struct KeyName: Hashable {
        let name: Bytes
        let keyID: UInt32
    }
}
