// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

extension CheckedBundle {
    /// The exhibits that may be taken out of a bundle in which something is contradicted.
    ///
    /// Those that match their entries, of which nothing speaks against any, with a safe name in the
    /// folder of their own mark. None where the list of exhibits or the signed record is itself
    /// contradicted: what they match would then be nobody's word. None at any other verdict.
    package var matchingOnly: [CheckedExhibit] {
        guard report.verdict == .notVerified else { return [] }
        let against = against
        guard !against.contains(BundlePaths.sealing), !against.contains(BundlePaths.checkpoint)
        else { return [] }
        // The path of each mark; nothing for a mark that is listed twice.
        var paths: [String: String?] = [:]
        for exhibit in report.facts.exhibits {
            paths[exhibit.mark] = .some(paths[exhibit.mark] == nil ? exhibit.path : nil)
        }
        return exhibits.filter { exhibit in
            guard !against.contains(exhibit.mark), BundlePaths.isSafeName(exhibit.fileName),
                let path = paths[exhibit.mark] ?? nil
            else { return false }
            // An incident or an order is the entry's own file.
            if BundlePaths.seq(of: path) != nil { return !against.contains(path) }
            if !exhibit.more.isEmpty {
                return exhibit.more.allSatisfy { BundlePaths.isSafeName($0.fileName) }
                    && path == SealedExtract.htmlPath(folder: exhibit.folder)
            }
            return path == BundlePaths.exhibit(folder: exhibit.folder, name: exhibit.fileName)
        }
    }

    /// Of the derived files and entries those that go with exhibits that `matchingOnly` gave.
    ///
    /// An entry about one of these exhibits, and a file that was derived from one, where nothing speaks
    /// against it or against the bag's signed list. Never the report: it is about all of it.
    package func matchingFiles(with exhibits: [CheckedExhibit]) -> [CheckedFile] {
        let marks = Set(exhibits.map(\.mark))
        let against = against
        let lists = [
            BundlePaths.payloadManifest, BundlePaths.tagManifest, BundlePaths.bagSignature,
        ]
        let isListed = lists.allSatisfy { !against.contains($0) }
        return files.filter { file in
            guard let mark = file.mark, marks.contains(mark), !against.contains(file.path) else {
                return false
            }
            switch file.kind {
            case .readable: return isListed
            case .entry: return true
            case .report: return false
            }
        }
    }

    /// What something speaks against.
    private var against: Set<String> {
        Set(
            report.findings.filter { $0.status == .contradicted && $0.id != .clockSteady }
                .map(\.subject))
    }
}
