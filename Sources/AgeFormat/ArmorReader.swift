// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// The bytes inside armor, line by line. Strict: one text for each file, but for line endings
/// (LF or CR LF) and white space around it.
final class ArmorReader: ByteSource {
    static let beginLine = Bytes(text: "-----BEGIN AGE ENCRYPTED FILE-----")
    private static let endLine = Bytes(text: "-----END AGE ENCRYPTED FILE-----")
    private static let columns = 64
    private static let blockCount = 16_384

    private let source: any ByteSource
    private var block = Bytes()
    private var next = 0
    private var hasEnded = false
    private var lineNumber = 0
    private var decoded = Bytes()
    private var position = 0
    private var phase = Phase.before

    private enum Phase {
        /// The first line was not seen yet.
        case before
        /// Full lines.
        case lines
        /// The last line was seen, because it is short or padded.
        case lastLine
        /// The line that ends armor was seen, and nothing but white space after it.
        case ended
    }

    init(_ source: any ByteSource) {
        self.source = source
    }

    /// Whether a file that starts with these bytes is armored.
    static func isArmor(_ start: Bytes) -> Bool {
        start.drop { isWhitespace($0) }.starts(with: beginLine)
    }

    func read(into buffer: inout Bytes) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            if position == decoded.count {
                guard try decodeNext() else { break }
            }
            let count = min(buffer.count - filled, decoded.count - position)
            buffer.replaceSubrange(
                filled..<(filled + count), with: decoded[position..<(position + count)])
            position += count
            filled += count
        }
        return filled
    }

    /// Decodes the next line; false at the end of the armor.
    private func decodeNext() throws -> Bool {
        if case .ended = phase { return false }
        if case .before = phase {
            try skipToBegin()
            phase = .lines
        }
        guard let line = try nextLine() else { throw AgeError.armor(.endLine) }
        if line == ArmorReader.endLine {
            try checkNothingFollows()
            phase = .ended
            return false
        }
        guard case .lines = phase, !line.isEmpty,
            let bytes = Base64.decode(line.span, padding: .required)
        else { throw AgeError.armor(.line(lineNumber)) }
        if line.count < ArmorReader.columns || line.last == UInt8(ascii: "=") {
            phase = .lastLine
        }
        decoded = bytes
        position = 0
        return true
    }

    /// Passes over lines of white space until the one that begins armor.
    private func skipToBegin() throws {
        var allowed = AgeLimits.armorWhitespaceByteCount
        while let byte = try peek(), ArmorReader.isWhitespace(byte) {
            guard allowed > 0 else { throw AgeError.armor(.outside) }
            allowed -= 1
            // Only whole lines: a space before the first line would be part of it.
            if byte == UInt8(ascii: "\n") { lineNumber += 1 }
            next += 1
            guard let following = try peek() else { break }
            guard ArmorReader.isWhitespace(following) || byte == UInt8(ascii: "\n") else {
                throw AgeError.armor(.beginLine)
            }
        }
        do {
            guard try nextLine() == ArmorReader.beginLine else { throw AgeError.armor(.beginLine) }
        } catch AgeError.armor {
            throw AgeError.armor(.beginLine)
        }
    }

    private func checkNothingFollows() throws {
        var allowed = AgeLimits.armorWhitespaceByteCount
        while let byte = try peek() {
            guard ArmorReader.isWhitespace(byte), allowed > 0 else {
                throw AgeError.armor(.outside)
            }
            allowed -= 1
            next += 1
        }
    }

    /// The next line without its ending; nothing at the end of the source.
    private func nextLine() throws -> Bytes? {
        guard try peek() != nil else { return nil }
        lineNumber += 1
        var line = Bytes()
        line.reserveCapacity(ArmorReader.columns + 2)
        while let byte = try peek() {
            next += 1
            if byte == UInt8(ascii: "\n") {
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                break
            }
            line.append(byte)
            guard line.count <= ArmorReader.columns + 1 else {
                throw AgeError.armor(.line(lineNumber))
            }
        }
        guard line.count <= ArmorReader.columns else { throw AgeError.armor(.line(lineNumber)) }
        return line
    }

    /// The next byte, which stays where it is; nothing at the end of the source.
    private func peek() throws -> UInt8? {
        if next == block.count {
            guard !hasEnded else { return nil }
            if block.count != ArmorReader.blockCount {
                block = Bytes(repeating: 0, count: ArmorReader.blockCount)
            }
            let count = try source.read(into: &block)
            if count < block.count {
                hasEnded = true
                block.removeLast(block.count - count)
            }
            next = 0
            guard count > 0 else { return nil }
        }
        return block[next]
    }

    private static func isWhitespace(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
        default: false
        }
    }
}
