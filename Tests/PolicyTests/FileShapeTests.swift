// SPDX-License-Identifier: Apache-2.0

import Testing

/// How every file looks: licence line, length, name, comments on what others may use.
@Suite struct FileShapeTests {
    static let licence = "// SPDX-License-Identifier: Apache-2.0"
    static let maximumLines = 500
    static let forbiddenParts = [
        "Utilities", "Utility", "Util", "Common", "Core", "Manager", "Helper", "Service",
    ]

    private let all = SourceTree.sources + SourceTree.tests

    @Test func `the first line of every file names the licence`() {
        let others = SourceTree.files(under: "Sources", endings: ["c", "h"])
        for file in all + others where file.lines.first.map(String.init) != Self.licence {
            Issue.record("\(file.path):1: the first line must be \(Self.licence)")
        }
        // The tools' version must stand before it there.
        #expect(SourceTree.file("Package.swift")?.lines.dropFirst().first == Self.licence[...])
    }

    @Test func `no file has more than 500 lines`() {
        for file in all + [SourceTree.file("Package.swift")].compactMap({ $0 }) {
            let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
            if count > Self.maximumLines {
                Issue.record("\(file.path): \(count) lines; split it at \(Self.maximumLines)")
            }
        }
    }

    /// Whether a name in camel case has one of these parts.
    static func forbiddenPart(in name: some StringProtocol) -> String? {
        forbiddenParts.first { part in
            guard let found = name.firstRange(of: part) else { return false }
            let after = found.upperBound < name.endIndex ? name[found.upperBound] : "A"
            return !after.isLowercase || after == "s"
        }
    }

    @Test func `no target or file is named for what it might also hold`() {
        let targets =
            SourceTree.folders(under: "Sources") + SourceTree.folders(under: "Tests")
        for target in targets {
            if let part = Self.forbiddenPart(in: target) {
                Issue.record("\(target): \(part) says nothing; take a noun of the glossary")
            }
        }
        for file in all {
            if let part = Self.forbiddenPart(in: file.stem) {
                Issue.record("\(file.path): \(part) says nothing; take a noun of the glossary")
            }
        }
        #expect(Self.forbiddenPart(in: "FileManagers") == "Manager")
        #expect(Self.forbiddenPart(in: "VaultCore") == "Core")
        #expect(Self.forbiddenPart(in: "Scorecard") == nil)
        #expect(Self.forbiddenPart(in: "Commonplace") == nil)
    }
}

/// Every symbol that another target may use says what it is (CONVENTIONS, rule 17).
@Suite struct DocumentationTests {
    private static let keywords: Set<Substring> = [
        "func", "var", "let", "struct", "class", "enum", "protocol", "actor", "init", "subscript",
        "typealias", "case",
    ]

    /// Names that protocols of Swift's own library require; their meaning is written there.
    private static let known: Set<String> = [
        "==", "<", "hash", "description", "debugDescription", "rawValue", "next", "makeIterator",
        "errorDescription", "customMirror", "configuration", "run", "validate",
    ]

    /// A declaration in a line of code, if it is `package` or `public`: its keyword and name.
    static func declaration(_ line: Substring) -> (keyword: String, name: String)? {
        let words = line.split { $0 == " " || $0 == "(" || $0 == "<" || $0 == ":" || $0 == "{" }
        guard let access = words.firstIndex(where: { $0 == "package" || $0 == "public" }),
            words[..<access].allSatisfy({ $0.hasPrefix("@") || modifiers.contains($0) })
        else { return nil }
        guard let place = words[access...].firstIndex(where: { isKeyword($0) }) else { return nil }
        let keyword = words[place].prefix { $0 != "?" && $0 != "!" }
        guard words[(access + 1)..<place].allSatisfy({ modifiers.contains($0) }) else { return nil }
        // An operator's name is cut by the split above; take it from the line.
        let after = line[words[place].endIndex...].drop { $0 == " " }
        let name = after.prefix { $0.isWordPart }
        return (
            String(keyword),
            name.isEmpty ? String(after.prefix { !" (".contains($0) }) : String(name)
        )
    }

    private static let modifiers: Set<Substring> = [
        "static", "final", "class", "mutating", "borrowing", "consuming", "nonmutating",
        "override", "required", "convenience", "indirect", "nonisolated", "private", "set", ")",
        "private(set", "set)", "weak", "unowned", "lazy", "isolated", "prefix", "infix", "postfix",
    ]

    private static func isKeyword(_ word: Substring) -> Bool {
        keywords.contains(word.prefix { $0 != "?" && $0 != "!" })
    }

    /// Members that protocols of this package require: what fulfils them needs no second comment.
    static func requirements(_ files: [SourceFile]) -> Set<String> {
        var names: Set<String> = []
        for file in files {
            var depth: Int?
            for line in SwiftText(file.text).code {
                let words = line.split(separator: " ")
                if depth == nil, words.contains("protocol"), line.contains("{") { depth = 0 }
                guard depth != nil else { continue }
                if let place = words.firstIndex(where: { $0 == "func" || $0 == "var" }),
                    place + 1 < words.endIndex
                {
                    names.insert(String(words[place + 1].prefix { $0.isWordPart }))
                }
                depth =
                    (depth ?? 0) + line.filter { $0 == "{" }.count
                    - line.filter { $0 == "}" }.count
                if depth ?? 0 <= 0 { depth = nil }
            }
        }
        return names
    }

    static func violations(_ file: SourceFile, requirements: Set<String>) -> [Violation] {
        let code = SwiftText(file.text).code
        let lines = file.lines
        return code.indices.compactMap { number in
            guard let (keyword, name) = declaration(code[number]) else { return nil }
            var above = number - 1
            // Attributes and conditions may stand between the comment and the declaration.
            while above >= 0 {
                let text = lines[above].drop { $0 == " " }
                guard text.hasPrefix("@") || text.hasPrefix("#if") || text.hasPrefix(")") else {
                    break
                }
                above -= 1
            }
            if above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("///") { return nil }
            // What a protocol wants and does nothing.
            if code[number].contains("init() {}") { return nil }
            if known.contains(name) || requirements.contains(name) { return nil }
            return Violation(
                path: file.path, line: number + 1,
                what: "\(keyword) \(name) is open to other targets and says not what it is")
        }
    }

    @Test func `every package and public declaration has a doc comment`() {
        let requirements = Self.requirements(SourceTree.sources)
        #expect(requirements.contains("read"))
        expectNone(
            SourceTree.sources.flatMap { Self.violations($0, requirements: requirements) })
    }

    @Test func `a declaration without one is found, with its line`() {
        let file = SourceFile(
            path: "Sources/X/X.swift",
            text: """
                package import Y
                /// Said.
                package struct A {
                    package let b: Int
                    /// Said.
                    @inlinable
                    package static func c() {}
                    package init?(_ d: Int) {}
                    // Not for others.
                    package private(set) var e = 0
                    package static func < (f: A, g: A) -> Bool { true }
                    package func read() {}
                    let h = 1
                }
                package extension A {}
                """)
        let found = Self.violations(file, requirements: ["read"])
        #expect(found.map(\.line) == [4, 8, 10])
        #expect(
            Self.requirements([
                SourceFile(
                    path: "x",
                    text: "protocol P: Q {\n  var a: Int { get }\n  func b(c: Int)\n}\nvar d = 1"
                )
            ]) == ["a", "b"])
    }
}
