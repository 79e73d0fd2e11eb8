// SPDX-License-Identifier: Apache-2.0

import CSodium
import StrictCoding

/// Why guarded memory could not be had or used.
package enum SecretError: Error, Equatable, Sendable {
    /// The system refused so much locked memory (`RLIMIT_MEMLOCK`, or none left).
    case allocationFailed(byteCount: Int)
    /// A secret of another length was needed.
    case wrongLength(expected: Int, actual: Int)
    /// The text is not the coding that was expected of a secret.
    case notCanonical
}

/// Secret bytes in guarded, locked memory, wiped when it is freed. One owner; never printed or encoded.
///
/// There is no `description`, `Codable` or `Equatable` on purpose: compare with `isEqual(to:)`.
@safe package struct SecretBytes: ~Copyable, @unchecked Sendable {
    // Unchecked: the memory is written only by the initialiser and read-only, by page
    // protection, from then on; nothing can change it while another thread reads.
    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// How many bytes the secret has.
    package let count: Int

    /// Allocates guarded memory and lets `fill` write the secret into it, once.
    ///
    /// - Throws: `SecretError.allocationFailed`, or what `fill` throws (the memory is wiped then).
    package init(
        count: Int, _ fill: (inout MutableSpan<UInt8>) throws(SecretError) -> Void
    ) throws(SecretError) {
        SodiumLibrary.initialise()
        // libsodium places the bytes against a guard page; an empty secret still needs an address.
        guard let pointer = unsafe sodium_malloc(max(count, 1)) else {
            throw .allocationFailed(byteCount: count)
        }
        let buffer = unsafe UnsafeMutableBufferPointer(
            start: pointer.assumingMemoryBound(to: UInt8.self), count: count)
        do throws(SecretError) {
            var target = unsafe MutableSpan(_unsafeElements: buffer)
            try fill(&target)
        } catch {
            unsafe sodium_free(pointer)
            throw error
        }
        _ = unsafe sodium_mprotect_readonly(pointer)
        unsafe self.storage = buffer
        self.count = count
    }

    /// Copies bytes that are already elsewhere in memory. The caller wipes its own copy.
    package init(copying bytes: Span<UInt8>) throws(SecretError) {
        try self.init(count: bytes.count) { target throws(SecretError) in
            for index in bytes.indices { target[index] = bytes[index] }
        }
    }

    deinit {
        // Wipes, checks the canaries and unlocks.
        unsafe sodium_free(UnsafeMutableRawPointer(storage.baseAddress))
    }

    /// The secret, for as long as it is borrowed.
    package var span: Span<UInt8> {
        @_lifetime(borrow self) borrowing get {
            let span = unsafe Span(_unsafeElements: UnsafeBufferPointer(storage))
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Lends the secret to `body`; for secrets that are kept in a class.
    package borrowing func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(span)
    }

    /// Whether two secrets are the same, in time that depends on their lengths alone.
    package borrowing func isEqual(to other: borrowing SecretBytes) -> Bool {
        ConstantTime.areEqual(span, other.span)
    }

    /// Another secret that holds the same bytes.
    package borrowing func copy() throws(SecretError) -> SecretBytes {
        try SecretBytes(copying: span)
    }
}

/// Comparison whose time does not tell where two values differ.
package enum ConstantTime {
    /// Whether both hold the same bytes. Lengths are not secret.
    package static func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        guard left.count > 0 else { return true }
        return unsafe left.withAddress { first, count in
            unsafe right.withAddress { second, _ in
                unsafe sodium_memcmp(first, second, count) == 0
            }
        }
    }
}

extension ContiguousArray<UInt8> {
    /// Overwrites these bytes with zeros in a way that is not optimised away.
    package mutating func wipe() {
        unsafe withAddress { unsafe sodium_memzero($0, $1) }
    }
}
