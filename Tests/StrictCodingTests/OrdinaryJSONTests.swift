// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct OrdinaryJSONTests {
    private func read(_ text: String) throws -> JSONValue {
        try JSONValue.readOrdinary(Bytes(text: text), limit: 1000)
    }

    @Test func `JSON is read as people write it`() throws {
        let value = try read(
            " { \"b\" : [ 1 , -20, true,false ] ,\n\t\"a\": null, \"\\u00e9\": \"\\ud83d\\ude00\\/\\n\" }\r\n"
        )
        #expect(
            value
                == .object([
                    "b": .array([.integer(1), .integer(-20), .bool(true), .bool(false)]),
                    "\u{e9}": .string("\u{1f600}/\n"),
                ]))
        #expect(try read("{}") == .object([:]) && read("[ ]") == .array([]))
    }

    @Test(arguments: [
        "", "null", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "[1,]", "[null]",
        "{\"a\":null,\"a\":1}", "{} x", "1.5", "1e3", "01", "-", "9007199254740993", "\"\\ud83d\"",
        "\"\\ude00\"", "\"\\ud83d\\u0041\"", "\"\\x\"", "\"a\nb\"", "\"\\u12g4\"", "\"", "{1:2}",
        "tru",
        "[[[[[[[[[[[[1]]]]]]]]]]]]", "\u{feff}{}",
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: JSONError.self) { try read(text) }
    }

    @Test func `bytes that are no text, and too many, are refused`() {
        #expect(throws: JSONError.self) {
            try JSONValue.readOrdinary([0x22, 0xff, 0x22], limit: 10)
        }
        #expect(throws: JSONError.tooLong(limit: 1)) {
            try JSONValue.readOrdinary(Bytes(text: "[]"), limit: 1)
        }
    }

    @Test func `what is written canonically is read the same`() throws {
        var random = SplitMix64(seed: 20_261_122)
        for _ in 0..<300 {
            // Damaged text never traps, and what both accept is the same.
            var bytes = Bytes(
                text: "{\"a\":[1,\"\\n\\\"x\"],\"b\":{\"c\":true,\"d\":\"\u{1f600}\"}}")
            for _ in 0..<Int(random.next() % 3) {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(
                    truncatingIfNeeded: random.next())
            }
            guard let strict = try? JSONValue.parse(bytes.span, limit: 1000) else {
                _ = try? JSONValue.readOrdinary(bytes, limit: 1000)
                continue
            }
            #expect(try JSONValue.readOrdinary(bytes, limit: 1000) == strict)
        }
    }
}
