// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not lines as they are written here. Lines count from 1.
package enum LineError: Error, Equatable, Sendable {
    /// A line holds a carriage return.
    case carriageReturn(line: Int)
    /// The last line does not end in a line feed.
    case unterminated(line: Int)
    /// A line is longer than it may be.
    case tooLong(line: Int)
    /// A line is not valid UTF-8.
    case notUTF8(line: Int)
}

/// Reads lines strictly: each ends in one line feed, and none holds a carriage return (DESIGN 9).
///
/// An empty line is a line. No bytes at all are no lines.
package struct LineReader: ~Escapable {
    private let bytes: Span<UInt8>
    private let maximum: Int

    /// How many bytes lie behind, line feeds with them.
    package private(set) var offset = 0

    /// How many lines lie behind; so also the number of the line that was read last.
    package private(set) var line = 0

    /// Stands before the first line. `maximum` bounds a line's bytes, its line feed not counted.
    @_lifetime(copy bytes)
    package init(_ bytes: Span<UInt8>, maximum: Int) {
        self.bytes = bytes
        self.maximum = maximum
    }

    /// Whether no byte lies ahead.
    package var isAtEnd: Bool { offset == bytes.count }

    /// All that lies ahead.
    package var rest: Span<UInt8> {
        @_lifetime(copy self) get { bytes.extracting(offset..<bytes.count) }
    }

    /// The next line without its line feed; nothing at the end.
    ///
    /// - Throws: `LineError`; the reader then stays before that line.
    @_lifetime(copy self)
    package mutating func next() throws(LineError) -> Span<UInt8>? {
        guard !isAtEnd else { return nil }
        var end = offset
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
            guard bytes[end] != UInt8(ascii: "\r") else { throw .carriageReturn(line: line + 1) }
            guard end - offset < maximum else { throw .tooLong(line: line + 1) }
            end += 1
        }
        guard end < bytes.count else { throw .unterminated(line: line + 1) }
        let found = bytes.extracting(offset..<end)
        offset = end + 1
        line += 1
        return found
    }

    /// The next line as text; nothing at the end.
    ///
    /// - Throws: `LineError`; the reader then stays before that line.
    package mutating func nextText() throws(LineError) -> String? {
        let before = (offset, line)
        guard let found = try next() else { return nil }
        guard let text = Bytes(copying: found).strictText else {
            (offset, line) = before
            throw .notUTF8(line: line + 1)
        }
        return text
    }
}
