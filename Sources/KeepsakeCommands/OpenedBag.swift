// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import KeepsakeConsole
import StrictCoding

/// What `open --bag` writes: the whole bag as it was sealed, under the names that it has there, and the
/// sealer's key beside it, so that each step of HOW-TO-CHECK can be followed with stock tools.
struct OpenedBag {
    /// The files, in the order of the bag; the key comes first.
    let places: [OpenedPlace]
    /// Those that a click could run under their own names, escaped.
    let running: [String]
    /// The page to read next, where there is one.
    let report: String?

    /// The folder of the bag, below the one that `open` was given.
    static let folder = String(BundlePaths.folder.dropLast())

    /// Takes a bundle in which nothing is contradicted; nothing where not every file of it was read.
    init?(_ checked: CheckedBundle) {
        guard let sealer = checked.report.facts.sealer, !checked.bag.isEmpty,
            checked.bag.map(\.path) == checked.bagPaths
        else { return nil }
        let key = SealerKeyFile.bytes(key: sealer.key)
        let first = OpenedPlace(
            folders: [], name: BundlePaths.sealerKey, was: BundlePaths.sealerKey, mark: nil,
            copy: { try $0.write(key.span) })
        places =
            [first]
            + checked.bag.map { file in
                let parts = [Self.folder] + file.parts
                return OpenedPlace(
                    folders: Array(parts.dropLast()), name: parts.last ?? "",
                    was: parts.joined(separator: "/"), mark: nil, copy: file.copy)
            }
        running = checked.bag.filter(\.runs).map { SafeText.escaped($0.path) }
        let page = BundlePaths.report + "report.html"
        report = checked.bagPaths.contains(page) ? BundlePaths.folder + page : nil
    }

    /// What was written and how it is checked there.
    func text(into folder: String) -> String {
        let shown = PathText.shown(folder)
        var parts = [
            """
              \(SizeText.counted(places.count - 1, "file")) of the bag, as it was sealed:
                \(shown)/\(Self.folder)
              The key that came with the file:
                \(shown)/\(BundlePaths.sealerKey)
              These copies are not locked: anyone using this computer can read them.
            """,
            """
            To check them with other programs, type what stands in this text, in \(shown):
              \(shown)/\(BundlePaths.folder)\(BundlePaths.howToCheck)
            """,
        ]
        if let report { parts.append("To read next:\n  \(PathText.shown(folder + "/" + report))") }
        if !running.isEmpty {
            let listed = running.prefix(OpenedFiles.listed).map { "  " + $0 }
            let more = running.count - listed.count
            parts.append(
                ([
                    """
                    DO NOT CLICK ON THESE: some computers would run them or what stands in them. In \
                    a bag they keep their names, or it could not be checked; without --bag they \
                    get others:
                    """
                ] + listed + (more > 0 ? ["  and \(more) more, which --json lists"] : []))
                .joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n")
    }
}
