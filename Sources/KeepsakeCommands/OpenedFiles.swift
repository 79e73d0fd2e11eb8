// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import KeepsakeConsole
import StrictCoding

/// What `open` takes out of a sealed file, where it puts each, and what it says of it.
struct OpenedFiles {
    /// Where the exhibits go, and what goes beside them.
    let places: OpenedPlaces
    /// The files beside the exhibits that are written, by kind.
    private let kinds: [CheckedFile.Kind]
    /// Paths in the bag of what lies beside the exhibits there and is not written, escaped.
    let left: [String]

    /// All of it, where nothing was changed.
    static func all(_ checked: CheckedBundle) -> OpenedFiles {
        OpenedFiles(checked, checked.exhibits, beside: checked.files)
    }

    /// The exhibits that still match, and what goes with them.
    ///
    /// - Parameter exhibits: what `matchingOnly` gave.
    static func matching(_ checked: CheckedBundle, _ exhibits: [CheckedExhibit]) -> OpenedFiles {
        guard !exhibits.isEmpty else { return none }
        return OpenedFiles(checked, exhibits, beside: checked.matchingFiles(with: exhibits))
    }

    /// Nothing at all.
    static var none: OpenedFiles {
        OpenedFiles(places: OpenedPlaces([], beside: []), kinds: [], left: [])
    }

    private init(places: OpenedPlaces, kinds: [CheckedFile.Kind], left: [String]) {
        self.places = places
        self.kinds = kinds
        self.left = left
    }

    // What is left is what the bag holds and nobody takes, whether it was read or not. Exhibits are named
    // by their marks elsewhere.
    private init(_ checked: CheckedBundle, _ exhibits: [CheckedExhibit], beside: [CheckedFile]) {
        let places = OpenedPlaces(exhibits, beside: beside)
        let without = Set(places.without)
        let written = beside.filter { !without.contains($0.path) }
        let taken = Set(written.map(\.path))
        let marked = Set(
            checked.report.facts.exhibits.flatMap { exhibit in
                [exhibit.path] + (exhibit.extract?.files.map(\.path) ?? [])
            })
        let others = checked.bagPaths.filter { path in
            let isEntry = BundlePaths.seq(of: path).map { BundlePaths.entry($0) == path } ?? false
            return (path.hasPrefix(BundlePaths.payload) || isEntry) && !marked.contains(path)
                && !taken.contains(path)
        }
        self.init(
            places: places, kinds: written.map(\.kind), left: others.map { SafeText.escaped($0) })
    }

    /// Whether nothing is written.
    var isEmpty: Bool { places.exhibits.isEmpty }

    /// Whether something is written that no entry records.
    var hasDerived: Bool { kinds.contains { $0 != .entry } }

    /// The page to read next, where there is one.
    var report: String? {
        places.beside.first { $0.was == "report/report.html" }?.path
    }

    /// What was written beside the exhibits, a line for each kind.
    func lines(into folder: String) -> [String] {
        CheckedFile.Kind.allCases.compactMap { kind in
            let count = kinds.count { $0 == kind }
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

    /// What was written under another name, for people.
    var renamedText: String? {
        let renamed = places.renamed
        guard !renamed.isEmpty else { return nil }
        let lines = renamed.prefix(Self.listed).map { place in
            let isOwn = place.path == place.was + RunnableEndings.quiet
            return "  " + place.path + (isOwn ? "" : ", which was " + place.was)
        }
        let more = renamed.count - lines.count
        let (have, names, them) =
            renamed.count == 1 ? ("has", "its name", "it") : ("have", "their names", "them")
        return
            ([
                """
                \(SizeText.counted(renamed.count, "file")) \(have) .txt after \(names), because a \
                click on some computers would run \(them) or what stands in \(them). Nothing in \
                \(them) was changed, and the record has the own name of each exhibit:
                """
            ] + lines + (more > 0 ? ["  and \(more) more, which --json lists"] : []))
            .joined(separator: "\n")
    }

    /// What lies beside the exhibits and was not written: nothing is dropped in silence.
    var leftText: String? {
        guard !left.isEmpty else { return nil }
        let paths = left.prefix(Self.listed).map { "  " + $0 }
        let more = left.count - paths.count
        return
            (["Not written, of what lies beside the exhibits:"] + paths
            + (more > 0 ? ["  and \(more) more, which --json lists"] : []))
            .joined(separator: "\n")
    }

    /// Names that are listed for people.
    static let listed = 20
}
