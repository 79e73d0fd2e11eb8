// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// The plaintext of an age file that comes as a stream, binary or armored.
///
/// Only chunks that authenticate are released. That nothing is missing is known only when `read`
/// returned 0: until then what came is authenticated as far as it goes. Memory is bounded by one
/// chunk and the header. There is no seeking here, and none over armor anywhere.
package final class AgeStreamReader: ByteSource {
    /// How the file is written.
    package enum Encoding: Sendable {
        /// Whichever of the two it begins as.
        case detected
        /// As bytes.
        case binary
        /// In armor.
        case armored
    }

    /// The header, whose code was checked.
    package let header: Header
    /// The key of this file alone.
    package let fileKey: FileKey

    private let source: PrefixedSource
    private let key: PayloadKey
    private var chunk: UInt64 = 0
    private var sealed = Bytes(repeating: 0, count: PayloadLayout.sealedCount)
    private var plaintext = Bytes()
    private var position = 0
    private var phase = Phase.chunks

    private enum Phase {
        /// More chunks follow.
        case chunks
        /// The last chunk was full, so it is not known yet that nothing follows.
        case lastWasFull
        /// Everything was read and is whole.
        case ended
        /// Nothing more is released.
        case failed(any Error)
    }

    /// Reads the header and opens it with the first of these identities that it was made for.
    ///
    /// - Throws: `AgeError`, and what the source reports.
    package init(
        _ source: any ByteSource, identities: [any Identity], encoding: Encoding = .detected
    ) throws {
        let binary = try AgeStreamReader.binary(source, encoding: encoding)
        header = try AgeStreamReader.header(from: binary)
        fileKey = try header.fileKey(for: identities)
        try header.check(with: fileKey)
        var nonce = Bytes(repeating: 0, count: PayloadLayout.nonceCount)
        guard try binary.read(into: &nonce) == nonce.count else {
            throw AgeError.header(.nonceMissing)
        }
        key = try fileKey.payloadKey(nonce: nonce)
        self.source = binary
    }

    deinit {
        plaintext.wipe()
    }

    package func read(into buffer: inout Bytes) throws -> Int {
        if case .failed(let error) = phase { throw error }
        do {
            var filled = 0
            while filled < buffer.count {
                if position < plaintext.count {
                    let count = min(buffer.count - filled, plaintext.count - position)
                    buffer.replaceSubrange(
                        filled..<(filled + count), with: plaintext[position..<(position + count)])
                    position += count
                    filled += count
                } else {
                    let count = try openNext(into: &buffer, at: filled)
                    guard let count else { break }
                    filled += count
                }
            }
            return filled
        } catch {
            phase = .failed(error)
            throw error
        }
    }

    /// Opens the next chunk, straight into the caller's buffer where it fits, and returns how many
    /// bytes went there; nothing at the end.
    private func openNext(into buffer: inout Bytes, at filled: Int) throws -> Int? {
        switch phase {
        case .chunks: break
        case .lastWasFull:
            var more = Bytes(repeating: 0, count: 1)
            guard try source.read(into: &more) == 0 else {
                throw AgeError.payload(chunk: chunk)
            }
            phase = .ended
            return nil
        case .ended: return nil
        case .failed(let error): throw error
        }
        let count = try source.read(into: &sealed)
        let isShort = count < PayloadLayout.sealedCount
        guard count >= PayloadLayout.tagCount else {
            throw count == 0
                ? AgeError.truncated(chunk: chunk == 0 ? 0 : chunk - 1)
                : AgeError.payload(chunk: chunk)
        }
        // Only an empty file has an empty chunk.
        guard count > PayloadLayout.tagCount || chunk == 0 else {
            throw AgeError.payload(chunk: chunk)
        }
        let opened = count - PayloadLayout.tagCount
        let isDirect = opened <= buffer.count - filled
        if !isDirect, plaintext.count != opened {
            plaintext = Bytes(repeating: 0, count: opened)
        }
        position = plaintext.count
        let isLast: Bool
        if isDirect {
            isLast = try open(count, isShort: isShort, into: &buffer, at: filled)
        } else {
            isLast = try open(count, isShort: isShort, into: &plaintext, at: 0)
            position = 0
        }
        chunk += 1
        if isLast { phase = isShort ? .ended : .lastWasFull }
        return isDirect ? opened : 0
    }

    /// Opens what is in `sealed` and returns whether it is marked as the last chunk.
    private func open(
        _ count: Int, isShort: Bool, into buffer: inout Bytes, at position: Int
    ) throws -> Bool {
        let bytes = sealed
        let span = bytes.span.extracting(0..<count)
        if !isShort,
            key.openChunk(span, index: chunk, isLast: false, into: &buffer, at: position)
        {
            return false
        }
        if key.openChunk(span, index: chunk, isLast: true, into: &buffer, at: position) {
            return true
        }
        throw AgeError.payload(chunk: chunk)
    }

    /// The file's bytes without armor, from its first byte.
    private static func binary(
        _ source: any ByteSource, encoding: Encoding
    ) throws -> PrefixedSource {
        switch encoding {
        case .binary: return PrefixedSource([], then: source)
        case .armored: return PrefixedSource([], then: ArmorReader(source))
        case .detected:
            var start = Bytes(
                repeating: 0,
                count: AgeLimits.armorWhitespaceByteCount + ArmorReader.beginLine.count)
            let count = try source.read(into: &start)
            start.removeLast(start.count - count)
            let whole = PrefixedSource(start, then: source)
            return ArmorReader.isArmor(start)
                ? PrefixedSource([], then: ArmorReader(whole)) : whole
        }
    }

    /// Takes the header from the start of a stream, and gives back what was read too much.
    private static func header(from source: PrefixedSource) throws -> Header {
        var bytes = Bytes()
        var step = 4_096
        while true {
            var more = Bytes(repeating: 0, count: step)
            let count = try source.read(into: &more)
            bytes.append(contentsOf: more[0..<count])
            if let header = try Header.parse(bytes.span, mayGoOn: count == step) {
                source.putBack(Bytes(bytes[header.byteCount...]))
                return header
            }
            // Four times as much each time: the header is parsed a few times at most.
            step = bytes.count * 3
        }
    }
}

/// Bytes that were taken already, then the rest of their source.
final class PrefixedSource: ByteSource {
    private var prefix: Bytes
    private var position = 0
    private let source: any ByteSource

    init(_ prefix: Bytes, then source: any ByteSource) {
        self.prefix = prefix
        self.source = source
    }

    /// Puts bytes before everything that is still to come.
    func putBack(_ bytes: Bytes) {
        prefix = bytes + prefix[position...]
        position = 0
    }

    func read(into buffer: inout Bytes) throws -> Int {
        guard position < prefix.count else { return try source.read(into: &buffer) }
        let count = min(buffer.count, prefix.count - position)
        buffer.replaceSubrange(0..<count, with: prefix[position..<(position + count)])
        position += count
        guard count < buffer.count else { return count }
        prefix = []
        position = 0
        var rest = Bytes(repeating: 0, count: buffer.count - count)
        let more = try source.read(into: &rest)
        buffer.replaceSubrange(count..<(count + more), with: rest[0..<more])
        return count + more
    }
}
