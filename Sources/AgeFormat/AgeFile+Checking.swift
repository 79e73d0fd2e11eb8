// SPDX-License-Identifier: Apache-2.0

package import SodiumPrimitives
package import StrictCoding

/// What a check of every chunk found.
package struct PayloadCheck: Equatable, Sendable {
    /// How many bytes of plaintext there would be if all were sound.
    package let size: UInt64
    /// The parts of the plaintext that do not authenticate: in order, apart, never more than
    /// `AgeLimits.damagedRangeCount`.
    package let damaged: [Range<UInt64>]
    /// Whether there are more than `damaged` names.
    package let hasMore: Bool
    /// Whether the last chunk is sound but not marked as the last, so that the file's end is missing.
    package let isTruncated: Bool

    /// Whether every byte is as it was encrypted and none is missing.
    package var isSound: Bool { damaged.isEmpty && !isTruncated }
}

extension AgeFile {
    /// Authenticates every chunk, and goes on after one that does not.
    ///
    /// - Parameter progress: told how many bytes of plaintext are done.
    /// - Throws: what the source reports.
    package func check(progress: (UInt64) -> Void = { _ in }) throws -> PayloadCheck {
        try payload.check(source, progress: progress)
    }

    /// Authenticates every chunk of a file, even where the last one is damaged or missing.
    ///
    /// - Throws: `AgeError` where not even the chunks can be found, and what the source reports.
    package static func check(
        _ source: any SeekableSource, fileKey: FileKey, progress: (UInt64) -> Void = { _ in }
    ) throws -> PayloadCheck {
        let header = try Header.parse(source)
        let payload = try SealedPayload(source, header: header, fileKey: fileKey)
        return try payload.check(source, progress: progress)
    }

    /// The whole plaintext of a small file, such as a key slot, in guarded memory only.
    ///
    /// - Throws: `AgeError` (`.secretTooLarge` above one chunk), and what the source reports.
    package static func secret(
        in source: any SeekableSource, identities: [any Identity]
    ) throws -> SecretBytes {
        let header = try Header.parse(source)
        let fileKey = try header.fileKey(for: identities)
        return try SealedPayload(source, header: header, fileKey: fileKey).secret(from: source)
    }
}

extension SealedPayload {
    /// Authenticates every chunk and collects those that do not.
    fileprivate func check(
        _ source: any SeekableSource, progress: (UInt64) -> Void
    ) throws -> PayloadCheck {
        var damaged: [Range<UInt64>] = []
        var hasMore = false
        var isTruncated = false
        var plaintext = Bytes(repeating: 0, count: PayloadLayout.chunkCount)
        defer { plaintext.wipe() }
        var sealed = Bytes()
        var first: UInt64 = 0
        while first < layout.chunks {
            let chunks = min(UInt64(AgeLimits.chunksPerRead), layout.chunks - first)
            let last = first + chunks - 1
            let count = Int(offset(of: last) - offset(of: first)) + sealedCount(of: last)
            if sealed.count != count { sealed = Bytes(repeating: 0, count: count) }
            guard try source.read(at: offset(of: first), into: &sealed) == count else {
                throw SourceError.endedEarly(offset: offset(of: first))
            }
            for chunk in first...last {
                let start = Int(chunk - first) * PayloadLayout.sealedCount
                let span = sealed.span.extracting(start..<(start + sealedCount(of: chunk)))
                switch open(span, chunk: chunk, into: &plaintext, at: 0) {
                case nil: break
                case .truncated: isTruncated = true
                default:
                    let range = layout.plaintextRange(of: chunk)
                    if let previous = damaged.last, previous.upperBound == range.lowerBound {
                        damaged[damaged.count - 1] = previous.lowerBound..<range.upperBound
                    } else if damaged.count < AgeLimits.damagedRangeCount {
                        damaged.append(range)
                    } else {
                        hasMore = true
                    }
                }
            }
            progress(layout.plaintextRange(of: last).upperBound)
            first = last + 1
        }
        return PayloadCheck(
            size: layout.plaintextSize, damaged: damaged, hasMore: hasMore,
            isTruncated: isTruncated)
    }
}
