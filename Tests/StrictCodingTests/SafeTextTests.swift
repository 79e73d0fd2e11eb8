// SPDX-License-Identifier: Apache-2.0

import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct SafeTextTests {
    @Test(arguments: [
        "", "plain text, as typed.", "Zoë Müller 山田太郎 Αθήνα", "שלום", "مرحبا", "नमस्ते", "50 €",
        "e\u{301}", "C:\\Users\\sam", "👩‍👩‍👧‍👦", "🏳️‍🌈", "❤️", "1️⃣", "👍🏽", "🇩🇪",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🏴", "می‌روم", "क्‍ष",
        "non\u{a0}breaking", "screenshot at 3.14\u{202f}PM", "full　width",
    ])
    func `what people write stays as it is`(text: String) {
        #expect(SafeText.escaped(text) == text)
        #expect(SafeText.isPlain(text))
        #expect(SafeText.escaped(bytes: Bytes(text: text).span) == text)
    }

    @Test(arguments: [
        ("a\nb", "a\\u{A}b"), ("a\r\nb", "a\\u{D}\\u{A}b"), ("\t", "\\u{9}"), ("\0", "\\u{0}"),
        ("\u{1b}[31m", "\\u{1B}[31m"), ("\u{7f}", "\\u{7F}"), ("\u{9b}", "\\u{9B}"),
        ("\u{85}", "\\u{85}"), ("\u{2028}", "\\u{2028}"), ("\u{2029}", "\\u{2029}"),
        ("photo\u{202e}gpj.exe", "photo\\u{202E}gpj.exe"),
        ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
        ("\u{200e}\u{200f}\u{61c}", "\\u{200E}\\u{200F}\\u{61C}"), ("a\u{200b}b", "a\\u{200B}b"),
        ("\u{feff}a", "\\u{FEFF}a"), ("soft\u{ad}hyphen", "soft\\u{AD}hyphen"),
        ("a\u{200d}b", "a\\u{200D}b"), ("a\u{200c}b", "a\\u{200C}b"), ("1\u{200d}2", "1\\u{200D}2"),
        ("a\u{fe0f}", "a\\u{FE0F}"), ("\u{e0041}", "\\u{E0041}"), ("\u{e000}", "\\u{E000}"),
        ("\u{ffff}", "\\u{FFFF}"), ("\u{10ffff}", "\\u{10FFFF}"), ("\u{3164}", "\\u{3164}"),
        ("\u{2800}", "\\u{2800}"), ("\u{301}a", "\\u{301}a"), ("\u{115f}", "\\u{115F}"),
        ("\u{180e}", "\\u{180E}"),
        ("🏴\u{E0067}\u{E0062}\u{E007F}", "🏴\\u{E0067}\\u{E0062}\\u{E007F}"),
        (
            "🏴\u{E0061}\u{E0062}\u{E0063}\u{E0064}\u{E0065}\u{E007F}",
            "🏴\\u{E0061}\\u{E0062}\\u{E0063}\\u{E0064}\\u{E0065}\\u{E007F}"
        ),
        ("👩\u{200d}", "👩\\u{200D}"), ("\u{200d}👩", "\\u{200D}👩"),
    ])
    func `what could deceive or command is escaped`(text: String, shown: String) {
        #expect(SafeText.escaped(text) == shown)
        #expect(!SafeText.isPlain(text))
    }

    @Test func `piles of marks are cut`() {
        let pile = "a" + String(repeating: "\u{301}", count: 12)
        let shown = SafeText.escaped(pile)
        #expect(shown.unicodeScalars.filter { $0 == "\u{301}" }.count == 8)
        #expect(shown.contains("\\u{301}"))
    }

    @Test func `bytes that are not UTF-8 show as bytes`() {
        let bytes: Bytes = [0x61, 0xff, 0x62, 0xc3, 0x28, 0xed, 0xa0, 0x80, 0x0a]
        #expect(SafeText.escaped(bytes: bytes.span) == "a\\xFFb\\xC3(\\xED\\xA0\\x80\\u{A}")
        #expect(SafeText.escaped(bytes: Bytes([0xf0, 0x9f]).span) == "\\xF0\\x9F")
    }

    @Test func `an escape that was typed is told from one that was made`() {
        #expect(SafeText.escaped("\\u{A}") == "\\\\u{A}")
        #expect(SafeText.escaped("\\xFF") == "\\\\xFF")
        #expect(SafeText.escaped("\\\n") == "\\\\\\u{A}")
        #expect(SafeText.escaped("\\\\u{A}") == "\\\\\\\\u{A}")
        #expect(SafeText.escaped("C:\\up\\u\\x") == "C:\\up\\u\\\\x")
    }

    @Test func `two different texts are never shown alike, and what is shown has one line`() {
        var random = SplitMix64(seed: 77)
        let parts = ["\\", "u", "{", "A", "}", "x", "F", "\n", "\u{202e}", "a", "\u{ff}"]
        var seen: [String: String] = [:]
        for round in 0..<8_000 {
            let text = (0..<random.below(7)).map { _ in parts[random.below(parts.count)] }.joined()
            let shown = SafeText.escaped(text)
            #expect(
                !shown.unicodeScalars.contains("\n") && !shown.unicodeScalars.contains("\u{202e}"))
            if let before = seen.updateValue(text, forKey: shown) {
                #expect(before.utf8.elementsEqual(text.utf8), "seed 77 round \(round): \(shown)")
            }
        }
    }

    @Test func `a tab in a line of a page is space, and all else is as dangerous as before`() {
        #expect(SafeText.escapedLine("one\ttwo\t") == "one    two    ")
        #expect(SafeText.escapedLine("\t\u{202E}a\tb\\u{9}") == "    \\u{202E}a    b\\\\u{9}")
        // A mark behind a tab has no letter to stand on.
        #expect(SafeText.escapedLine("a\t\u{301}") == "a    \\u{301}")
        #expect(SafeText.escapedLine("a\nb") == SafeText.escaped("a\nb"))
    }

    @Test func `random bytes show as printable text`() {
        var random = SplitMix64(seed: 78)
        for round in 0..<3_000 {
            let shown = SafeText.escaped(bytes: random.bytes(random.below(20)).span)
            #expect(
                shown.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value)
                },
                "seed 78 round \(round)")
        }
    }
}

@Suite struct SafeNameTests {
    private func safe(_ name: String, _ maximum: Int = 80) -> String {
        SafeName.ascii(Bytes(text: name), maximum: maximum)
    }

    @Test(arguments: [
        ("IMG_2041.HEIC", "IMG_2041.HEIC"), ("", "file"), (".", "file"), ("..", "file"),
        ("...", "file"), (".htaccess", "htaccess"), ("a b c.txt", "a_b_c.txt"),
        ("-rf", "_rf"), ("../../etc/passwd", "_._etc_passwd"), ("a/b\\c", "a_b_c"),
        ("фото.jpg", "_.jpg"), ("Zoë.png", "Zo_.png"), ("a..b", "a.b"), ("name.", "name"),
        ("name . . .", "name_._._"), ("a\nb.txt", "a_b.txt"),
        ("photo\u{202e}gpj.exe", "photo_gpj.exe"),
        ("archive.tar.gz", "archive.tar.gz"), ("x.averylongextension", "x.averylongextension"),
    ])
    func `names become plain`(name: String, expected: String) {
        #expect(safe(name) == expected)
    }

    @Test(arguments: [
        "CON", "con", "Con.txt", "PRN", "AUX.tar.gz", "NUL", "nul.jpg", "COM1", "com9.log", "LPT1",
        "lpt0", "COM0", "CONIN$", "CONOUT$", "CLOCK$", "con .txt", "COM¹", "LPT³.txt",
    ])
    func `no device of Windows is named`(name: String) {
        let result = safe(name)
        #expect(result.hasPrefix("_") || name.contains("¹") || name.contains("³"), "\(result)")
        #expect(!["CON", "NUL", "COM1", "LPT3"].contains(result.prefix { $0 != "." }.uppercased()))
    }

    @Test func `long names keep their extension`() {
        let long = String(repeating: "n", count: 300)
        #expect(safe(long + ".jpeg").utf8.count == 80)
        #expect(safe(long + ".jpeg").hasSuffix("n.jpeg"))
        #expect(safe(long).utf8.count == 80)
        #expect(safe(long + ".jpeg", 5).utf8.count == 16)
        #expect(safe("clockwork.abcdefghij", 16) == "_cloc.abcdefghij")
    }

    @Test func `any bytes give a name that holds the rules, and the same again`() {
        var random = SplitMix64(seed: 80)
        let parts = Bytes(text: "..--__ /\\aCONuxl1\u{e9}\0")
        for round in 0..<1_500 {
            let name = Bytes(
                (0..<random.below(120)).map { _ in
                    random.below(4) == 0 ? random.byte() : parts[random.below(parts.count)]
                })
            let maximum = 16 + random.below(80)
            let result = SafeName.ascii(name, maximum: maximum)
            let bytes = Bytes(text: result)
            let message: Comment = "seed 80 round \(round): \(result)"
            #expect((1...maximum).contains(bytes.count), message)
            #expect(result.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9._-]*/) != nil, message)
            #expect(!result.contains("..") && !result.hasSuffix("."), message)
            let stem = result.prefix { $0 != "." }.lowercased()
            #expect(stem.wholeMatch(of: /con|prn|aux|nul|com[0-9]|lpt[0-9]/) == nil, message)
            #expect(SafeName.ascii(name, maximum: maximum) == result)
            #expect(SafeName.ascii(bytes, maximum: maximum) == result, message)
        }
    }
}
