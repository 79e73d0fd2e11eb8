// SPDX-License-Identifier: Apache-2.0

import StrictCoding
import Testing

@Suite struct CSVTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("two words", "two words"), ("a,b", "\"a,b\""),
        ("say \"hello\"", "\"say \"\"hello\"\"\""), ("two\nlines", "\"two\nlines\""),
        ("two\r\nlines", "\"two\r\nlines\""), (" padded", "\" padded\""),
        ("\"", "\"\"\"\""), ("größe, ü", "\"größe, ü\""),
    ])
    func `a cell has quotation marks where it needs them`(text: String, wanted: String) {
        #expect(CSVText.cell(text).utf8.elementsEqual(wanted.utf8))
    }

    @Test(arguments: [
        "=1+1", "+49 30 1234", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u{a0}=1",
        "＝1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")", "\t1", "\r1",
    ])
    func `what a spreadsheet could take for a formula begins with an apostrophe`(text: String) {
        let cell = CSVText.cell(text)
        #expect(cell.hasPrefix("'") || cell.hasPrefix("\"'"), "\(cell)")
    }

    @Test(arguments: ["1", "a=b", "1-2", "mail@example.org", "'=1", "2026-11-22"])
    func `other cells are left as they are`(text: String) {
        #expect(CSVText.cell(text) == text)
    }

    @Test func `a record ends in CR LF`() {
        #expect(
            CSVText.record(["a", "", "b,c"]).utf8.elementsEqual("a,,\"b,c\"\r\n".utf8))
        #expect(CSVText.record([""]).utf8.elementsEqual("\r\n".utf8))
    }

    @Test(arguments: [
        ("a\u{1B}]0;b\u{7}c", "a\\u{1B}]0;b\\u{7}c"), ("\u{9B}2J", "\\u{9B}2J"),
        ("a\u{202E}b", "a\\u{202E}b"), ("C:\\new\\u{41}", "C:\\new\\\\u{41}"),
        ("\u{FEFF}a", "\\u{FEFF}a"), ("a\tb", "a\tb"),
    ])
    func `what a terminal would obey is made visible`(text: String, wanted: String) {
        #expect(CSVText.cell(text) == wanted)
    }

    @Test func `what is safe already is not escaped again`() {
        #expect(CSVText.record(ofSafe: ["a\\u{202E}b", "=1"]) == "a\\u{202E}b,'=1\r\n")
    }
}
