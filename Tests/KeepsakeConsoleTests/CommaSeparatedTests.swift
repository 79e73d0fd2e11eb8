// SPDX-License-Identifier: Apache-2.0

import KeepsakeConsole
import Testing

@Suite struct CommaSeparatedTests {
    @Test func `a cell is quoted where it must be, and never a formula`() {
        #expect(CommaSeparated.line(["a", "b c", "1"]) == "a,b c,1\r\n")
        #expect(CommaSeparated.cell("say \"no\", twice\n") == "\"say \"\"no\"\", twice\n\"")
        for (text, cell) in [
            ("=1+1", "'=1+1"), ("+44 7700", "'+44 7700"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), ("=a,b", "\"'=a,b\""), ("a=1", "a=1"),
            ("", ""), ("a\u{1B}]0;b\u{7}c", "a\\u{1B}]0;b\\u{7}c"), ("\u{9B}2J", "\\u{9B}2J"),
            ("a\u{202E}b", "a\\u{202E}b"), ("C:\\new\\u{41}", "C:\\new\\\\u{41}"),
        ] {
            #expect(CommaSeparated.cell(text) == cell)
        }
    }
}
