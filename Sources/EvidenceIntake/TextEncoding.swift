// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// How a text is written.
enum TextEncoding: String {
    case utf8 = "utf-8"
    case utf16Little = "utf-16le"
    case utf16Big = "utf-16be"
    case windows1252 = "windows-1252"

    /// What the first bytes say: UTF-16 by its mark, else UTF-8 if they are it, else windows-1252 where they
    /// look like a text at all.
    init?(_ head: Bytes, isWhole: Bool) {
        if head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff]) {
            self = head[0] == 0xff ? .utf16Little : .utf16Big
            // Zero units and units that are none are in no text.
            let reader = Utf16Stream(MemorySource(head).sequential(), isLittle: head[0] == 0xff)
            var text = Bytes(repeating: 0, count: 512)
            guard head.count > 3, let count = try? reader.read(into: &text), count > 0,
                !text[0..<count].contains(0), reader.repairs == 0
            else { return nil }
            return
        }
        guard !head.isEmpty else { return nil }
        for byte in head where byte < 0x20 || byte == 0x7f {
            guard (0x09...0x0d).contains(byte) || byte == 0x1b || byte == 0x1a else { return nil }
        }
        for cut in 0...(isWhole ? 0 : min(3, head.count - 1))
        where Bytes(head.dropLast(cut)).strictText != nil {
            self = .utf8
            return
        }
        // Letters of other alphabets are single among ASCII there; random bytes are half above it.
        let high = head.reduce(0) { $0 + ($1 >= 0x80 ? 1 : 0) }
        guard high * 4 <= head.count else { return nil }
        self = .windows1252
    }

    /// These bytes as UTF-8, where they are UTF-16; else as they stand.
    func bytes(_ head: Bytes) throws -> Bytes {
        switch self {
        case .utf8, .windows1252: return head
        case .utf16Little, .utf16Big:
            var text = Bytes(repeating: 0, count: head.count * 2)
            let count = try stream(MemorySource(head)).read(into: &text)
            return Bytes(text[0..<count])
        }
    }

    /// The bytes of a source as UTF-8, where they are UTF-16; else as they stand.
    func stream(_ source: any SeekableSource) -> any ByteSource {
        stream(source.sequential())
    }

    /// The same for bytes that come in order.
    func stream(_ stream: any ByteSource) -> any ByteSource {
        switch self {
        case .utf8, .windows1252: stream
        case .utf16Little: Utf16Stream(stream, isLittle: true)
        case .utf16Big: Utf16Stream(stream, isLittle: false)
        }
    }
}

/// UTF-16 as UTF-8. A unit that is no half of a pair becomes U+FFFD and is counted.
final class Utf16Stream: ByteSource {
    private let stream: any ByteSource
    private let isLittle: Bool
    private var waiting = Bytes()
    private var raw = Bytes()
    private var high: UInt32?
    private var isAtEnd = false
    private(set) var repairs = 0

    init(_ stream: any ByteSource, isLittle: Bool) {
        self.stream = stream
        self.isLittle = isLittle
    }

    func read(into buffer: inout Bytes) throws -> Int {
        while waiting.count < buffer.count, !isAtEnd { try decode() }
        let count = min(buffer.count, waiting.count)
        buffer.replaceSubrange(0..<count, with: waiting[0..<count])
        waiting.removeSubrange(0..<count)
        return count
    }

    private func decode() throws {
        var block = Bytes(repeating: 0, count: 1 << 16)
        let count = try stream.read(into: &block)
        raw.append(contentsOf: block[0..<count])
        if count == 0 { isAtEnd = true }
        var index = 0
        while index + 1 < raw.count {
            let (first, second) = (UInt32(raw[index]), UInt32(raw[index + 1]))
            take(isLittle ? second << 8 | first : first << 8 | second)
            index += 2
        }
        raw.removeSubrange(0..<index)
        if isAtEnd {
            if high != nil || !raw.isEmpty { repair() }
            high = nil
            raw = Bytes()
        }
    }

    private func take(_ unit: UInt32) {
        if (0xd800...0xdbff).contains(unit) {
            if high != nil { repair() }
            high = unit
        } else if (0xdc00...0xdfff).contains(unit) {
            if let first = high {
                append(0x10000 + (first - 0xd800) << 10 + (unit - 0xdc00))
            } else {
                repair()
            }
            high = nil
        } else {
            if high != nil { repair() }
            high = nil
            append(unit)
        }
    }

    private func repair() {
        repairs += 1
        append(0xfffd)
    }

    private func append(_ value: UInt32) {
        guard let scalar = Unicode.Scalar(value) else { return }
        waiting.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    }
}
