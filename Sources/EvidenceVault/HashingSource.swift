// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding
import Synchronization

/// A source whose bytes are hashed as they pass by, so that an object is read once and not twice.
///
/// Whoever reads it may jump: what lies next in order is hashed when it is seen, and `digest()` reads
/// what nobody read.
package final class HashingSource: SeekableSource {
    private struct State {
        var hasher = SHA256Hasher()
        var next: UInt64 = 0
    }

    private let source: any SeekableSource
    private let state = Mutex(State())

    /// Hashes what is read from this source.
    package init(_ source: any SeekableSource) {
        self.source = source
    }

    package var size: UInt64 { source.size }

    package func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        let count = try source.read(at: offset, into: &buffer)
        let bytes = buffer.span.extracting(0..<count)
        state.withLock { state in
            let (end, overflow) = offset.addingReportingOverflow(UInt64(count))
            guard !overflow, offset <= state.next, state.next < end else { return }
            state.hasher.update(bytes.extracting(Int(state.next - offset)..<count))
            state.next = end
        }
        return count
    }

    /// SHA-256 of everything from the first byte to the last.
    ///
    /// - Throws: what the source reports.
    package func digest() throws -> Digest {
        var buffer = Bytes(repeating: 0, count: Limits.readBuffer)
        while case let next = state.withLock({ $0.next }), next < size {
            guard try read(at: next, into: &buffer) > 0 else {
                throw SourceError.endedEarly(offset: next)
            }
        }
        return state.withLock { $0.hasher.digest() }
    }
}
