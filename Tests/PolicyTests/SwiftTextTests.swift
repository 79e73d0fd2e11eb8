// SPDX-License-Identifier: Apache-2.0

import Testing

/// The rules are no better than what tells code from text.
@Suite struct SwiftTextTests {
    private func code(_ text: String) -> String {
        SwiftText(text).code.joined(separator: "\n").replacing(" ", with: "")
    }

    private func strings(_ text: String) -> String {
        SwiftText(text).strings.joined(separator: "\n").replacing(" ", with: "")
    }

    @Test func `comments are no code`() {
        #expect(code("a // b\nc /* d /* e */ f\n g */ h") == "a\nc\nh")
        #expect(SwiftText("a // b").comments.joined().contains("// b"))
        #expect(code("\"//\" + a") == "+a")
    }

    @Test func `strings are no code, and what is interpolated is`() {
        #expect(code(#"f("x \(y + g("z")) w", 1)"#) == "f(y+g(),1)")
        #expect(strings(#"f("x \(y + g("z")) w", 1)"#) == "xzw")
        #expect(code(##"a #"b " \(c) \#(d)"# e"##) == "ade")
        #expect(code("a \"\"\"\n b \" c\n \\(d)\n\"\"\" e") == "a\n\nd\ne")
        #expect(code(#"a "\"" b "\\" c"#) == "abc")
    }

    @Test func `raw identifiers and regexes are no code`() {
        #expect(code("func `print(x) \"`() { a }") == "func(){a}")
        #expect(code("x(of: /\"[a-z]/) + a / b / c") == "x(of:)+a/b/c")
    }

    @Test func `lines stay where they are`() {
        let text = "a\n\"\"\"\nb\n\"\"\"\n/* c\n*/ d\n"
        #expect(SwiftText(text).code.count == 7)
        #expect(SwiftText(text).code[5].contains("d"))
        #expect(SwiftText(text).strings[2] == "b")
    }

    @Test func `words are found whole`() {
        #expect("it is unsafe.".hasWord("unsafe"))
        #expect(!"unsafely".hasWord("unsafe") && !"an_unsafe".hasWord("unsafe"))
        #expect("authenticated, authentic".hasWord("authentic"))
        #expect(!"authenticated, authentication".hasWord("authentic"))
        #expect("forensically sound!".hasWord("forensically sound"))
    }
}
