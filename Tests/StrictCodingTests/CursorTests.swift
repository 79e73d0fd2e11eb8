// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import Testing

// The macros of the tests cannot take hold of a cursor or a span, so their answers go by variables.
@Suite struct ByteCursorTests {
    @Test func `integers are read in both orders`() {
        let bytes: Bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
        var big = ByteCursor(bytes.span)
        let short = big.bigEndian(UInt16.self)
        let long = big.bigEndian(UInt64.self)
        let atEnd = big.isAtEnd
        #expect(short == 0x0102)
        #expect(long == 0x0304_0506_0708_090a)
        #expect(atEnd)
        var little = ByteCursor(bytes.span)
        let word = little.littleEndian(UInt32.self)
        let half = little.littleEndian(UInt16.self)
        let byte = little.byte()
        let (offset, remaining) = (little.offset, little.remaining)
        #expect(word == 0x0403_0201)
        #expect(half == 0x0605)
        #expect(byte == 7)
        #expect(offset == 7 && remaining == 3)
    }

    @Test func `what is written is read again`() {
        var bytes = Bytes()
        bytes.append(bigEndian: UInt32(0xdead_beef))
        bytes.append(littleEndian: UInt64.max - 1)
        bytes.append(littleEndian: UInt16(7))
        var cursor = ByteCursor(bytes.span)
        let first = cursor.bigEndian(UInt32.self)
        let second = cursor.littleEndian(UInt64.self)
        let third = cursor.littleEndian(UInt16.self)
        let atEnd = cursor.isAtEnd
        #expect(first == 0xdead_beef && second == UInt64.max - 1 && third == 7 && atEnd)
    }

    @Test func `too little left moves nothing and traps nothing`() {
        let bytes: Bytes = [1, 2, 3]
        var cursor = ByteCursor(bytes.span)
        let word = cursor.bigEndian(UInt32.self)
        var taken = 0
        for count in [4, .max, -1, .min] where cursor.take(count) != nil { taken += 1 }
        let skipped = [cursor.skip([1, 2, 3, 4]), cursor.skip([2])]
        let offset = cursor.offset
        #expect(word == nil && taken == 0 && skipped == [false, false] && offset == 0)
        let moved = cursor.skip([1, 2])
        let next = cursor.next
        let rest = cursor.takeRest().count
        #expect(moved && next == 3 && rest == 1)
        let after = (cursor.byte(), cursor.next, cursor.take(0)?.count, cursor.takeRest().count)
        #expect(after == (nil, nil, 0, 0))
    }
}

@Suite struct LineReaderTests {
    private func lines(_ text: String, maximum: Int = 10) throws(LineError) -> [String] {
        let bytes = Bytes(text: text)
        var reader = LineReader(bytes.span, maximum: maximum)
        var lines: [String] = []
        while let line = try reader.nextText() { lines.append(line) }
        return lines
    }

    @Test func `lines end in one line feed`() throws {
        #expect(try lines("") == [])
        #expect(try lines("\n") == [""])
        #expect(try lines("a\n\nb\n") == ["a", "", "b"])
        #expect(try lines("0123456789\n") == ["0123456789"])
        #expect(try lines("é\u{2028}\u{85}\n") == ["é\u{2028}\u{85}"])
    }

    @Test func `anything else is refused with its line`() {
        #expect(throws: LineError.unterminated(line: 2)) { try lines("a\nb") }
        #expect(throws: LineError.carriageReturn(line: 1)) { try lines("a\r\nb\n") }
        #expect(throws: LineError.carriageReturn(line: 2)) { try lines("a\nb\rc\n") }
        #expect(throws: LineError.tooLong(line: 2)) { try lines("a\n01234567890\n") }
        #expect(throws: LineError.tooLong(line: 1)) { try lines("01234567890") }
    }

    @Test func `bytes that are not UTF-8 are refused as text, and the reader stays`() throws {
        let bytes: Bytes = [0x61, 0x0a, 0xff, 0x0a]
        var reader = LineReader(bytes.span, maximum: 10)
        let first = try reader.nextText()
        #expect(first == "a")
        var found: LineError?
        do { _ = try reader.nextText() } catch { found = error }
        let (offset, line) = (reader.offset, reader.line)
        #expect(found == .notUTF8(line: 2))
        #expect(offset == 2 && line == 1)
        let count = try reader.next()?.count
        let (atEnd, last) = (reader.isAtEnd, reader.line)
        let none = try reader.nextText()
        #expect(count == 1 && atEnd && last == 2 && none == nil)
    }

    @Test func `what lies ahead can be taken as it is`() throws {
        let bytes = Bytes(text: "head\nbody\r\nwithout end")
        var reader = LineReader(bytes.span, maximum: 10)
        let head = try reader.nextText()
        let rest = Bytes(copying: reader.rest)
        #expect(head == "head")
        #expect(rest == Bytes(text: "body\r\nwithout end"))
    }
}
