// SPDX-License-Identifier: Apache-2.0

import BundleVerification
import StrictCoding

/// One file that `open` writes.
struct OpenedPlace {
    /// The folders that it lies in, below the one that `open` was given.
    let folders: [String]
    /// The name that it is written under.
    let name: String
    /// Where it would be under its own name in the bundle; the same as `path` unless it was renamed.
    let was: String
    /// The exhibit that it belongs to, where it is one.
    let mark: String?
    /// Hands its bytes on, and checks their digest once more.
    let copy: (any ByteSink) throws -> Void

    /// Where it is written, as one path.
    var path: String { (folders + [name]).joined(separator: "/") }
    /// Whether it has another name than in the bundle, because a click could run it under that.
    var isRenamed: Bool { path != was }
}

/// Where each exhibit and what goes beside them is written: no two in one place, in any case of letters,
/// and none under a name that a click would run.
struct OpenedPlaces {
    /// The exhibits, each with its further files.
    private(set) var exhibits: [OpenedPlace] = []
    /// What was derived, and entries.
    private(set) var beside: [OpenedPlace] = []
    /// Of what goes beside, what has no place of its own: paths in the bag.
    private(set) var without: [String] = []

    // Lower-case paths of files, and of folders with the spelling that came first.
    private var files: Set<String> = []
    private var known: [String: String] = [:]

    init(_ exhibits: [CheckedExhibit], beside: [CheckedFile]) {
        let wanted = exhibits.flatMap { [$0] + $0.more }.map { exhibit in
            OpenedPlace(
                folders: exhibit.folders.map(QuietName.folder),
                name: exhibit.quietName, was: exhibit.place, mark: exhibit.mark,
                copy: exhibit.copy)
        }
        // A file that keeps its name has it before another is given it.
        var found = [OpenedPlace?](repeating: nil, count: wanted.count)
        for isRenamed in [false, true] {
            for (index, place) in wanted.enumerated() where place.isRenamed == isRenamed {
                found[index] = take(place) ?? place
            }
        }
        self.exhibits = found.compactMap(\.self)
        // To find the quiet name of a page all of it is read: once.
        let others = beside.map { file in
            let folders = [file.kind.rawValue] + file.folders
            return (
                path: file.path,
                place: OpenedPlace(
                    folders: folders.map(QuietName.folder), name: file.quietName,
                    was: (folders + [file.fileName]).joined(separator: "/"), mark: nil,
                    copy: file.copy)
            )
        }
        for (path, place) in others.filter({ !$0.place.isRenamed })
            + others.filter({ $0.place.isRenamed })
        {
            // Names that differ by case only are one name to some systems, and a file and a folder cannot
            // have the same: the first of them is written.
            if place.isRenamed || isClear(place), let taken = take(place) {
                self.beside.append(taken)
            } else {
                without.append(path)
            }
        }
    }

    /// All of them, in the order in which they are written.
    var all: [OpenedPlace] { exhibits + beside }

    /// Those that have another name than in the bundle.
    var renamed: [OpenedPlace] { all.filter(\.isRenamed) }

    private func isClear(_ place: OpenedPlace) -> Bool {
        let path = place.path.lowercased()
        guard known[path] == nil, !files.contains(path) else { return false }
        return around(place).allSatisfy {
            let name = $0.lowercased()
            return !files.contains(name) && (known[name] ?? $0) == $0
        }
    }

    private func around(_ place: OpenedPlace) -> [String] {
        guard !place.folders.isEmpty else { return [] }
        return (1...place.folders.count).map { place.folders.prefix($0).joined(separator: "/") }
    }

    // A name that was made here may be another file's own; nothing where no other is free.
    private mutating func take(_ wanted: OpenedPlace) -> OpenedPlace? {
        var place = wanted
        var number = 2
        while !isClear(place) {
            guard number <= Self.tries else { return nil }
            place = OpenedPlace(
                folders: wanted.folders, name: QuietName.numbered(wanted.name, number),
                was: wanted.was, mark: wanted.mark, copy: wanted.copy)
            number += 1
        }
        files.insert(place.path.lowercased())
        for folder in around(place) { known[folder.lowercased()] = folder }
        return place
    }

    // Only somebody who meant to makes even two names meet.
    private static let tries = 100
}
