// SPDX-License-Identifier: Apache-2.0

import Testing

/// What the manifest must say.
@Suite struct ManifestTests {
    /// Each call of `.package(` in code, whole, with its line.
    static func packages(_ file: SourceFile) -> [(text: String, line: Int)] {
        let code = SwiftText(file.text).code
        return code.indices.compactMap { number in
            guard code[number].contains(".package(") else { return nil }
            var text = ""
            for line in code[number...] {
                text += line
                if text.filter({ $0 == "(" }).count == text.filter({ $0 == ")" }).count { break }
            }
            return (text, number + 1)
        }
    }

    static func violations(_ file: SourceFile) -> [Violation] {
        var found = packages(file).filter { !$0.text.contains("exact:") }.map {
            Violation(path: file.path, line: $0.line, what: "pin the package with exact:")
        }
        for (number, line) in SwiftText(file.text).code.enumerated() {
            for word in ["branch:", "revision:", "unsafeFlags", ".upToNextMajor"]
            where line.contains(word) {
                found.append(
                    Violation(path: file.path, line: number + 1, what: "\(word) is not repeatable"))
            }
        }
        return found
    }

    @Test func `every package is pinned to one version`() throws {
        let manifest = try #require(SourceTree.file("Package.swift"))
        #expect(!Self.packages(manifest).isEmpty)
        expectNone(Self.violations(manifest))
    }

    @Test func `warnings are errors and memory safety is strict, for every target`() throws {
        let manifest = try #require(SourceTree.file("Package.swift"))
        let code = SwiftText(manifest.text).code.joined(separator: "\n")
        for setting in [
            ".strictMemorySafety()", ".treatAllWarnings(as: .error)",
            "for target in package.targets where target.type != .system",
        ] {
            #expect(code.contains(setting), "\(setting)")
        }
    }

    @Test func `every target is in the manifest, and no name is forbidden`() throws {
        let manifest = try #require(SourceTree.file("Package.swift"))
        let names = Set(
            SwiftText(manifest.text).strings.joined(separator: " ").split(separator: " ").map(
                String.init))
        for folder in SourceTree.folders(under: "Sources") + SourceTree.folders(under: "Tests")
        where !names.contains(folder) {
            Issue.record("Package.swift: \(folder) is not there")
        }
    }

    @Test func `a package that is not pinned is found, with its line`() {
        let file = SourceFile(
            path: "Package.swift",
            text: "let a = [\n    .package(url: \"x\", exact: \"1.0.0\"),\n"
                + "    .package(\n        url: \"y\"),\n    .package(url: \"z\",\n from: \"1.0.0\"),\n"
                + "    .package(url: \"w\", branch: \"main\"),\n]")
        #expect(Self.violations(file).map(\.line) == [3, 5, 7, 7])
    }
}
