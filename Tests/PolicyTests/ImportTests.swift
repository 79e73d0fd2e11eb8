// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// The house stays as DESIGN section 4 draws it.
@Suite struct ImportTests {
    /// The modules that a file imports, with their lines.
    static func imports(_ file: SourceFile) -> [(module: String, line: Int)] {
        let kinds: Set<Substring> = [
            "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
        ]
        return SwiftText(file.text).code.enumerated().compactMap { number, line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"),
                words[..<place].allSatisfy({
                    ["package", "public", "internal", "private", "fileprivate"].contains($0)
                        || $0.hasPrefix("@")
                })
            else { return nil }
            let name = words[(place + 1)...].first { !kinds.contains($0) } ?? ""
            return (String(name.prefix { $0 != "." }), number + 1)
        }
    }

    static func violations(_ files: [SourceFile]) -> [Violation] {
        files.flatMap { file in
            imports(file).compactMap { module, line in
                guard let allowed = ImportTable.allowed[file.target] else { return nil }
                if allowed.contains(module) || ImportTable.always.contains(module) { return nil }
                return Violation(
                    path: file.path, line: line,
                    what: "\(file.target) may not import \(module)")
            }
        }
    }

    @Test func `each target imports what the drawing allows`() {
        expectNone(Self.violations(SourceTree.sources))
    }

    @Test func `each target stands in the table`() {
        let withSwift = Set(SourceTree.sources.map(\.target))
        #expect(withSwift.count > 10, "the source tree was not found")
        for target in withSwift.sorted() where ImportTable.allowed[target] == nil {
            Issue.record("Sources/\(target): not in the import table")
        }
    }

    @Test func `each C module is imported by exactly as many targets as it may`() {
        let modules = SourceTree.folders(under: "Sources").filter { name in
            !SourceTree.sources.contains { $0.target == name }
        }
        #expect(modules.contains("CSodium"))
        for module in modules {
            let importers = Set(
                SourceTree.sources.filter { Self.imports($0).contains { $0.module == module } }
                    .map(\.target))
            #expect(
                importers.count == ImportTable.importers[module] ?? 1,
                "\(module) is imported by \(importers.sorted())")
        }
    }

    @Test func `nothing that seals stands behind what only checks`() {
        var reached: Set<String> = []
        var next = ["BundleVerification", "keepsake-check"]
        while let target = next.popLast() {
            guard reached.insert(target).inserted else { continue }
            for file in SourceTree.sources where file.target == target {
                next += Self.imports(file).map(\.module)
            }
        }
        #expect(reached.intersection(ImportTable.sealing).sorted() == [])
    }

    @Test func `a format knows no other`() {
        for format in ImportTable.formats {
            let others = ImportTable.formats.subtracting([format])
            #expect(ImportTable.allowed[format]?.isDisjoint(with: others) == true, "\(format)")
        }
    }

    @Test func `an import that is not allowed is found, with its line`() {
        let file = SourceFile(
            path: "Sources/ZipFormat/X.swift",
            text: "// import Foundation\nimport StrictCoding\npackage import struct AgeFormat.X\n"
                + "let text = \"\nimport Glibc\n\"\n@_exported import Foundation\n")
        #expect(
            Self.violations([file]).map(\.description) == [
                "Sources/ZipFormat/X.swift:3: ZipFormat may not import AgeFormat",
                "Sources/ZipFormat/X.swift:5: ZipFormat may not import Glibc",
                "Sources/ZipFormat/X.swift:7: ZipFormat may not import Foundation",
            ])
    }
}
