// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives

/// What libsodium makes of an operations limit and a memory limit (FORMATS section 2.3).
package struct MinisignDerivation: Equatable, Sendable {
    /// scrypt's N, a power of two.
    package let n: UInt64
    /// scrypt's r.
    package let r: UInt32
    /// scrypt's p.
    package let p: UInt32

    /// Chooses the parameters as `crypto_pwhash_scryptsalsa208sha256` does.
    ///
    /// - Throws: `MinisignError.tooCostly` beyond the caps, so nothing here can overflow.
    package init(operations: UInt64, memory: UInt64) throws(MinisignError) {
        guard
            operations <= MinisignLimits.maximumOperations, memory <= MinisignLimits.maximumMemory
        else { throw .tooCostly }
        let operations = max(operations, MinisignLimits.minimumOperations)
        r = 8
        let limitedByOperations = operations < memory / 32
        let maximumN = limitedByOperations ? operations / 32 : memory / 1_024
        var logarithm: UInt64 = 1
        while logarithm < 63, 1 << logarithm <= maximumN / 2 { logarithm += 1 }
        n = 1 << logarithm
        if limitedByOperations {
            p = 1
        } else {
            p = UInt32(min(operations / 4 / n, 0x3fff_ffff) / 8)
        }
        guard p > 0 else { throw .unknownDerivation }
    }
}

extension MinisignSecretKey {
    /// The 104 bytes that the passphrase turns into, with which key ID, key and checksum are masked.
    static func stream(
        of layout: Span<UInt8>, passphrase: Span<UInt8>
    ) throws(MinisignError) -> SecretBytes {
        let derivation = try MinisignDerivation(
            operations: number(layout.extracting(SecretKeyLayout.operations)),
            memory: number(layout.extracting(SecretKeyLayout.memory)))
        do throws(ScryptError) {
            return try Scrypt.key(
                passphrase: passphrase, salt: layout.extracting(SecretKeyLayout.salt),
                n: derivation.n, r: derivation.r, p: derivation.p,
                count: SecretKeyLayout.sealed.count)
        } catch {
            switch error {
            case .secret(let reason): throw .secret(reason)
            case .outOfMemory, .workFactorOutOfRange: throw .outOfMemory
            }
        }
    }

    /// Eight bytes, the lowest first.
    private static func number(_ bytes: Span<UInt8>) -> UInt64 {
        var value: UInt64 = 0
        for index in bytes.indices { value |= UInt64(bytes[index]) << UInt64(8 * index) }
        return value
    }
}
