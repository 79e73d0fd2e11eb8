// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import SodiumPrimitives
import StrictCoding

/// Takes the base64 of a part as it comes, and keeps its size, its digest and its first bytes.
final class PartContents: ByteSink {
    /// The first decoded bytes, at most `Limits.partHeadBytes`.
    private(set) var head = Bytes()
    /// Decoded bytes.
    private(set) var size: UInt64 = 0
    /// Whether there is something in it that is no base64.
    private(set) var isDamaged = false

    /// Takes what is decoded, where it is wished for.
    private let offers: (any AttachmentSink)?
    private var hasher = SHA256Hasher()
    private var decoded = Bytes()
    private var group: UInt32 = 0
    private var symbols = 0
    private var padding = 0
    // The first symbols, by which the text `null` is told from bytes.
    private var start = Bytes()
    private var written: UInt64 = 0

    private static let space: UInt8 = 254
    private static let values: Bytes = {
        var table = Bytes(repeating: 255, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, symbol) in alphabet.utf8.enumerated() { table[Int(symbol)] = UInt8(value) }
        for byte: UInt8 in [0x20, 0x09, 0x0A, 0x0D] { table[Int(byte)] = space }
        return table
    }()

    /// Whether there was nothing, or the text that stands for nothing.
    var isAbsent: Bool { written == 0 || (written == 4 && start == Bytes(text: "null")) }

    init(_ offers: (any AttachmentSink)? = nil) {
        self.offers = offers
        offers?.begin()
    }

    func write(_ bytes: Span<UInt8>) throws {
        if start.count < 8 { start.append(bytes.extracting(first: 8)) }
        written += UInt64(bytes.count)
        let values = PartContents.values
        let table = values.span
        decoded.removeAll(keepingCapacity: true)
        decoded.reserveCapacity(bytes.count / 4 * 3 + 4)
        var index = 0
        while index < bytes.count {
            if symbols == 0, padding == 0 {
                // Whole groups, which is nearly all of it.
                while bytes.count - index >= 4 {
                    let first = table[Int(bytes[index])]
                    let second = table[Int(bytes[index + 1])]
                    let third = table[Int(bytes[index + 2])]
                    let fourth = table[Int(bytes[index + 3])]
                    guard (first | second | third | fourth) < 64 else { break }
                    decoded.append(first << 2 | second >> 4)
                    decoded.append(second << 4 | third >> 2)
                    decoded.append(third << 6 | fourth)
                    index += 4
                }
                guard index < bytes.count else { break }
            }
            take(bytes[index], table[Int(bytes[index])])
            index += 1
        }
        try keep()
    }

    private func take(_ byte: UInt8, _ value: UInt8) {
        guard value != PartContents.space else { return }
        if byte == UInt8(ascii: "=") {
            padding += 1
            if symbols + padding > 4 || symbols < 2 { isDamaged = true }
            return
        }
        guard value < 64, padding == 0 else {
            isDamaged = true
            return
        }
        group = group << 6 | UInt32(value)
        symbols += 1
        if symbols == 4 {
            for shift: UInt32 in [16, 8, 0] {
                decoded.append(UInt8(truncatingIfNeeded: group >> shift))
            }
            symbols = 0
            group = 0
        }
    }

    private func keep() throws {
        let decoded = decoded
        if let offers, !decoded.isEmpty { try offers.write(decoded.span) }
        size += UInt64(decoded.count)
        hasher.update(decoded.span)
        let room = Limits.partHeadBytes - head.count
        if room > 0 { head.append(contentsOf: decoded.prefix(room)) }
    }

    /// The attachment of these bytes.
    ///
    /// - Throws: what takes the bytes, where they are wished for.
    func attachment(name: String?, mediaType: String?) throws -> AttachmentSeen {
        decoded.removeAll()
        switch symbols {
        case 1: isDamaged = true
        case 2: decoded.append(UInt8(truncatingIfNeeded: group >> 4))
        case 3:
            decoded.append(UInt8(truncatingIfNeeded: group >> 10))
            decoded.append(UInt8(truncatingIfNeeded: group >> 2))
        default: break
        }
        symbols = 0
        try keep()
        guard !isAbsent else {
            return AttachmentSeen(name: name, mediaType: mediaType, status: .missing)
        }
        guard !isDamaged else {
            return AttachmentSeen(name: name, mediaType: mediaType, status: .damaged)
        }
        return AttachmentSeen(
            name: name, mediaType: mediaType, size: size, sha256: hasher.digest(),
            status: .resolved)
    }
}
