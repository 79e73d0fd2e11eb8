// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct JSONValueTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue {
        let bytes = Bytes(text: text)
        return try JSONValue.parse(bytes.span, limit: 65_535)
    }

    @Test(arguments: [
        #"{}"#, #"[]"#, #""""#, "0", "-1", "true", "false",
        #"{"":1,"A":2,"a":[{"b":"é"},[],{}],"aa":-9007199254740991}"#,
        #""\b\t\n\f\r\"\\\u0000\u001f/""#, "\"\u{7f}\u{80}\u{2028}\u{10ffff}\"",
        #"{"\n":1,"~":2}"#, #"[[[[[[[[]]]]]]]]"#,
    ])
    func `what is canonical is accepted and written again the same`(text: String) throws {
        #expect(try parse(text).encoded() == Bytes(text: text))
        #expect(try parse(text).isCanonical)
    }

    @Test(arguments: [
        "", " ", "{} ", " {}", "{ }", "{\"a\": 1}", "[1, 2]", "null", "[null]", "1.0", "1e0", "-0",
        "01", "-", "+1", "9007199254740992", "-9007199254740992", "99999999999999999999999999",
        #"{"a":1,"a":1}"#, #"{"b":1,"a":1}"#, #"{"é":1}"#, #"{"\u0061":1}"#, #"{a:1}"#, #"{"a"}"#,
        #"{"a":1,}"#, #"[1,]"#, #"[,1]"#, #"["#, #"{"#, #"""#, #""\"#, #""\u"#, #""\u00"#,
        #""\u001"#,
        #""\/""#, #""\u0061""#, #""\u000a""#, #""\u001F""#, #""\u0022""#, #""\ud834\udd1e""#,
        #""\ud800""#, #""\u2028""#, "\"\n\"", "\"\t\"", #"{}{}"#, "tru", "truex", "True",
        "\u{feff}{}", #"[[[[[[[[[]]]]]]]]]"#,
        #"{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}}"#,
    ])
    func `every other writing is refused`(text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test func `bytes that are not UTF-8 are refused, lone surrogates among them`() {
        for bad: Bytes in [
            [0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
        ] {
            let text: Bytes = [0x22] + bad + [0x22]
            #expect(throws: JSONError.notUTF8(offset: 0)) {
                try JSONValue.parse(text.span, limit: 100)
            }
        }
    }

    @Test func `errors say where`() {
        #expect(throws: JSONError.keyOrder(offset: 7)) { try parse(#"{"b":1,"a":2}"#) }
        #expect(throws: JSONError.keyOrder(offset: 7)) { try parse(#"{"a":1,"a":2}"#) }
        #expect(throws: JSONError.keyNotASCII(offset: 1)) { try parse(#"{"é":1}"#) }
        #expect(throws: JSONError.number(offset: 1)) { try parse("[9007199254740992]") }
        #expect(throws: JSONError.unexpected(offset: 3)) { try parse(#"[1,]"#) }
        #expect(throws: JSONError.tooDeep(offset: 8)) { try parse("[[[[[[[[[]]]]]]]]]") }
        let bytes = Bytes(text: "[1]")
        #expect(throws: JSONError.tooLong(limit: 2)) { try JSONValue.parse(bytes.span, limit: 2) }
        #expect(throws: Never.self) { try JSONValue.parse(bytes.span, limit: 3) }
    }

    @Test func `depth is bounded however deep the input`() {
        for open in ["[", "{\"a\":"] {
            let bytes = Bytes(text: String(repeating: open, count: 100_000))
            #expect(throws: JSONError.tooDeep(offset: 8 * open.utf8.count)) {
                try JSONValue.parse(bytes.span, limit: 1_000_000)
            }
        }
    }

    @Test func `texts that differ only in normalisation are different`() throws {
        let one = try parse("\"\u{e9}\"")
        let other = try parse("\"e\u{301}\"")
        #expect(one != other)
        #expect(one.encoded() != other.encoded())
        #expect(JSONValue.object(["a": one]) != .object(["a": other]))
        #expect(JSONValue.array([one]) == .array([one]))
    }

    @Test func `members are reached by key and type`() throws {
        let value = try parse(#"{"a":[1,"x",true],"b":{"c":2}}"#)
        #expect(value["a"]?.array?[0].integer == 1)
        #expect(value["a"]?.array?[1].text == "x")
        #expect(value["a"]?.array?[2].bool == true)
        #expect(value["b"]?["c"] == .integer(2))
        #expect(value["z"] == nil)
        #expect(value["a"]?["b"] == nil)
        #expect(value["a"]?.object == nil && value["a"]?.text == nil && value.array == nil)
        #expect(value.integer == nil && value.bool == nil)
    }

    @Test func `a value that cannot be written is known before`() {
        #expect(!JSONValue.integer(1 << 53).isCanonical)
        #expect(!JSONValue.integer(.min).isCanonical)
        #expect(!JSONValue.object(["é": .bool(true)]).isCanonical)
        #expect(JSONValue.number(1 << 53) == nil)
        #expect(JSONValue.number((1 << 53) - 1) == .integer((1 << 53) - 1))
        var deep = JSONValue.array([])
        for _ in 0..<7 { deep = .array([deep]) }
        #expect(deep.isCanonical)
        #expect(!JSONValue.object(["a": deep]).isCanonical)
    }

    @Test func `random values come back the same`() throws {
        var random = SplitMix64(seed: 20_261_122)
        for round in 0..<2_000 {
            let value = random.json(depth: 5)
            let bytes = value.encoded()
            let again = try JSONValue.parse(bytes.span, limit: bytes.count)
            #expect(again == value, "seed \(random.seed) round \(round)")
        }
    }

    @Test func `changed bytes are refused or mean something else`() throws {
        var random = SplitMix64(seed: 4)
        for round in 0..<4_000 {
            let value = random.json(depth: 3)
            let bytes = random.mutated(value.encoded())
            guard let again = try? JSONValue.parse(bytes.span, limit: 100_000) else { continue }
            #expect(again.encoded() == bytes, "seed \(random.seed) round \(round)")
            #expect((again == value) == (bytes == value.encoded()), "round \(round)")
        }
    }

    @Test func `random bytes never trap`() {
        var random = SplitMix64(seed: 5)
        let symbols = Bytes(text: #"{}[]",:\u0a1-.etrufalsn "#)
        for round in 0..<20_000 {
            let bytes = Bytes(
                (0..<random.below(40)).map { _ in
                    random.below(20) == 0 ? random.byte() : symbols[random.below(symbols.count)]
                })
            if let value = try? JSONValue.parse(bytes.span, limit: 40) {
                #expect(value.encoded() == bytes, "seed \(random.seed) round \(round)")
            }
        }
    }
}
