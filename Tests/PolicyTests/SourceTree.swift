// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A place that breaks a rule.
struct Violation: Equatable, CustomStringConvertible {
    /// The path from the repository's root.
    let path: String
    /// The line, from 1; 0 for the file as a whole.
    let line: Int
    /// What is wrong and what to do instead.
    let what: String

    var description: String { line == 0 ? "\(path): \(what)" : "\(path):\(line): \(what)" }
}

/// Fails once for each violation, so that all of them are seen at once.
func expectNone(_ violations: [Violation]) {
    for violation in violations { Issue.record("\(violation)") }
}

/// A file of the repository.
struct SourceFile {
    /// The path from the repository's root.
    let path: String
    /// All of it.
    let text: String

    /// The lines without their line feeds.
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// The target that the file belongs to: the folder under `Sources` or `Tests`.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// The name without folders and without what stands after the first dot or plus sign.
    var stem: Substring {
        (path.split(separator: "/").last ?? "").prefix { $0 != "." && $0 != "+" }
    }
}

/// The repository as it lies on disk.
enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Every Swift file under `Sources`.
    static let sources = files(under: "Sources", endings: ["swift"])

    /// Every Swift file under `Tests`.
    static let tests = files(under: "Tests", endings: ["swift"])

    /// Files under a folder with one of these endings, sorted by path; none if there is no folder.
    static func files(under folder: String, endings: Set<String>) -> [SourceFile] {
        let base = root.appending(path: folder)
        guard let names = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return names.compactMap { $0 as? String }
            .filter { name in endings.contains(where: { name.hasSuffix("." + $0) }) }
            .filter { !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
            .sorted().compactMap { file(folder + "/" + $0) }
    }

    /// One file, if it is there.
    static func file(_ path: String) -> SourceFile? {
        guard let data = try? Data(contentsOf: root.appending(path: path)) else { return nil }
        return SourceFile(path: path, text: String(decoding: data, as: UTF8.self))
    }

    /// The folders directly under a folder.
    static func folders(under folder: String) -> [String] {
        let base = root.appending(path: folder)
        let all = try? FileManager.default.contentsOfDirectory(
            at: base, includingPropertiesForKeys: [.isDirectoryKey])
        return (all ?? []).filter {
            (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
        }.map(\.lastPathComponent).filter { !$0.hasPrefix(".") }.sorted()
    }
}

extension StringProtocol {
    /// Whether a word or phrase stands here as itself: no letter, digit or underscore beside it.
    func hasWord(_ word: String) -> Bool {
        var rest = self[...]
        while let found = rest.firstRange(of: word) {
            let before = found.lowerBound > startIndex ? self[index(before: found.lowerBound)] : " "
            let after = found.upperBound < endIndex ? self[found.upperBound] : " "
            if !before.isWordPart && !after.isWordPart { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }
}

extension Character {
    var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
