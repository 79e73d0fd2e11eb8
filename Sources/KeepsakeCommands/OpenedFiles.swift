// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import KeepsakeConsole
import StrictCoding

/// What `open` takes out of a sealed file beside the exhibits, and what it says of it.
struct OpenedFiles {
    /// The files that are written.
    let taken: [CheckedFile]
    /// Paths of derived files that are not, escaped.
    let left: [String]

    /// All of it, where nothing was changed.
    static func all(_ checked: CheckedBundle) -> OpenedFiles {
        OpenedFiles(checked.files, left: checked.unsafePaths)
    }

    /// What goes with the exhibits that still match.
    static func matching(_ checked: CheckedBundle, _ exhibits: [CheckedExhibit]) -> OpenedFiles {
        let taken = checked.matchingFiles(with: exhibits)
        let paths = Set(taken.map(\.path))
        return OpenedFiles(
            taken,
            left: checked.files.filter { !paths.contains($0.path) && $0.kind != .entry }
                .map { SafeText.escaped($0.path) } + checked.unsafePaths)
    }

    /// Nothing at all.
    static let none = OpenedFiles([], left: [])

    // Names that differ by case only are one name to some systems, and a file and a folder cannot have
    // the same: the first of them is written.
    private init(_ files: [CheckedFile], left: [String]) {
        var folders: [String: String] = [:]
        var names: Set<String> = []
        var taken: [CheckedFile] = []
        var left = left
        for file in files {
            let path = Self.path(of: file)
            let parts = Self.folders(of: file)
            let around = (1...parts.count).map { parts.prefix($0).joined(separator: "/") }
            let isClear =
                folders[path.lowercased()] == nil && !names.contains(path.lowercased())
                && around.allSatisfy {
                    let name = $0.lowercased()
                    return !names.contains(name) && (folders[name] ?? $0) == $0
                }
            guard isClear else {
                left.append(SafeText.escaped(file.path))
                continue
            }
            names.insert(path.lowercased())
            for folder in around { folders[folder.lowercased()] = folder }
            taken.append(file)
        }
        self.taken = taken
        self.left = left
    }

    /// Where a file goes, below the folder that `open` was given.
    static func folders(of file: CheckedFile) -> [String] {
        [file.kind.rawValue] + file.folders
    }

    /// Where a file goes, as one path.
    static func path(of file: CheckedFile) -> String {
        (folders(of: file) + [file.fileName]).joined(separator: "/")
    }

    /// The page to read next, where there is one.
    var report: String? {
        taken.first { $0.kind == .report && $0.folders.isEmpty && $0.fileName == "report.html" }
            .map(Self.path)
    }

    /// What was written beside the exhibits, a line for each kind.
    func lines(into folder: String) -> [String] {
        CheckedFile.Kind.allCases.compactMap { kind in
            let count = taken.count { $0.kind == kind }
            guard count > 0 else { return nil }
            let what: String =
                switch kind {
                case .readable:
                    SizeText.counted(count, "file")
                        + " made from them for reading, on which nothing rests:"
                case .report: "The report that was sealed with them, on which nothing rests:"
                case .entry: SizeText.counted(count, "entry", "entries") + " of the record:"
                }
            return "  \(what)\n    \(PathText.shown(folder + "/" + kind.rawValue))"
        }
    }
}
