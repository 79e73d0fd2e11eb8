// SPDX-License-Identifier: Apache-2.0

import CMailParser
package import StrictCoding

/// The content of a part, its encoding undone, in pieces.
package enum PartContent {
    /// What was met while decoding.
    package struct Outcome: Sendable {
        /// Bytes that came out.
        package var size: UInt64 = 0
        /// The name within uuencoded content.
        package var name: String?
        /// Whether encoded content held something else than its letters, or no end.
        package var isDamaged = false
    }

    /// Hands on the decoded bytes of a part in order. `each` answers whether it wants more.
    ///
    /// - Throws: what the source and `each` throw.
    @discardableResult
    package static func read(
        _ part: MailPart, of source: any SeekableSource, each: (Bytes) throws -> Bool
    ) throws -> Outcome {
        try read(part.range ?? 0..<0, part.encoding, of: source, each: each)
    }

    /// The same for a range of a source.
    @discardableResult
    package static func read(
        _ range: Range<UInt64>, _ encoding: MailPart.Encoding, of source: any SeekableSource,
        each: (Bytes) throws -> Bool
    ) throws -> Outcome {
        var outcome = Outcome()
        var offset = range.lowerBound
        var uu = UUDecoder()
        var base64 = Base64Stream()
        let decoder = Decoder(encoding)
        while offset < range.upperBound {
            let wanted = Int(min(range.upperBound - offset, UInt64(Limits.blockBytes)))
            var block = Bytes(repeating: 0, count: wanted)
            let count = try source.read(at: offset, into: &block)
            guard count > 0 else { break }
            block.removeLast(block.count - count)
            offset += UInt64(count)
            if encoding == .uuencoded {
                block = uu.decode(block)
            } else if encoding == .base64 {
                block = base64.decode(block)
            } else if let decoder {
                block = decoder.decode(block, isLast: false)
            }
            outcome.size += UInt64(block.count)
            if !block.isEmpty, try !each(block) { return outcome }
        }
        var rest = Bytes()
        if encoding == .uuencoded {
            rest = uu.finish()
            outcome.name = uu.name
            outcome.isDamaged = uu.isDamaged
        } else if encoding == .base64 {
            outcome.isDamaged = base64.isDamaged
        } else if let decoder {
            rest = decoder.decode(Bytes(), isLast: true)
        }
        outcome.size += UInt64(rest.count)
        if !rest.isEmpty { _ = try each(rest) }
        return outcome
    }

    /// The first `maximum` decoded bytes of a part, whether there were more, and whether its encoding did
    /// not hold as far as it was read.
    package static func beginning(
        _ part: MailPart, of source: any SeekableSource, maximum: Int
    ) throws -> (bytes: Bytes, isCut: Bool, isDamaged: Bool) {
        var bytes = Bytes()
        var isCut = false
        let outcome = try read(part, of: source) { block in
            let room = maximum - bytes.count
            bytes.append(contentsOf: block.prefix(room))
            isCut = block.count > room
            return !isCut
        }
        return (bytes, isCut, outcome.isDamaged)
    }
}

/// GMime's decoder, closed with this value.
@safe private final class Decoder {
    private let state: OpaquePointer

    init?(_ encoding: MailPart.Encoding) {
        let number: mp_encoding
        switch encoding {
        case .quoted: number = MP_QUOTED
        case .plain, .base64, .uuencoded: return nil
        }
        guard let opened = unsafe mp_decoder_open(Int32(number.rawValue)) else { return nil }
        unsafe state = unsafe opened
    }

    deinit { unsafe mp_decoder_close(state) }

    func decode(_ bytes: Bytes, isLast: Bool) -> Bytes {
        var room = unsafe Bytes(repeating: 0, count: mp_decoder_room(state, bytes.count))
        let count = unsafe bytes.withUnsafeBytes { input in
            unsafe room.withUnsafeMutableBytes { output in
                unsafe mp_decode(
                    state, input.baseAddress, input.count, output.baseAddress, isLast ? 1 : 0)
            }
        }
        room.removeLast(room.count - min(count, room.count))
        return room
    }
}
