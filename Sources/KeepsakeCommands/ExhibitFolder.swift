// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import BundleVerification
import DurableFiles
import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

/// The folder that `open` writes into: there whole or not at all.
///
/// Each file is for its owner alone and none may be run (mode 0600); the names were chosen before
/// (`OpenedPlaces`).
struct ExhibitFolder {
    private let place: FilePlace
    private let path: String
    private let isThere: Bool
    private let desk: Desk

    /// Looks at the place before anybody waits for a check.
    ///
    /// - Throws: `folder.not-empty`, `folder.unusable`, `output.no-folder`.
    init(_ path: String, _ desk: Desk) throws(Failure) {
        self.path = path
        self.desk = desk
        place = try desk.place(path, otherwise: .folderUnusable)
        let files = desk.fileSystem
        do {
            guard try files.exists(place) else {
                isThere = false
                try desk.needFolder(around: place, path, flag: "--into DIR")
                return
            }
            guard try files.stat(place).kind == .folder else {
                throw Failure(.folderUnusable, ["path": path])
            }
            guard try files.list(place).isEmpty else {
                throw Failure(.folderNotEmpty, ["path": path])
            }
            isThere = true
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.folderUnusable, ["path": path])
        }
    }

    /// Writes all of them under a temporary name and then gives the folder its own.
    ///
    /// - Throws: `open.changed`, `storage.full`, `folder.not-empty`, `folder.unusable`, `interrupted`;
    ///   nothing is left behind then.
    func write(_ all: [OpenedPlace], of file: String) throws(Failure) {
        let files = desk.fileSystem
        let progress = Progress("Writing")
        defer { progress.end() }
        do {
            let building = try files.temporaryPlace(
                in: place.parent, random: desk.random.bytes(count: 16))
            try files.makeFolder(building)
            var made: [FilePlace] = []
            var folders = [building]
            do {
                var known: Set<String> = []
                for (index, each) in all.enumerated() {
                    try Interruption.check()
                    var folder = building
                    var path = ""
                    for name in each.folders {
                        folder = try folder.appending(name)
                        path += name + "/"
                        guard known.insert(path).inserted else { continue }
                        try files.makeFolder(folder)
                        folders.append(folder)
                    }
                    let place = try folder.appending(each.name)
                    let file = try files.create(place)
                    made.append(place)
                    try each.copy(file)
                    try file.sync()
                    try file.close()
                    progress.update(bytes: 0, of: 0, item: index + 1, of: all.count)
                }
                for folder in folders.reversed() { try files.syncFolder(folder) }
                try files.moveDurably(building, to: place, replacing: isThere)
            } catch {
                for place in made { try? files.remove(place) }
                for folder in folders.reversed() { try? files.removeFolder(folder) }
                throw error
            }
        } catch let failure as Failure {
            throw failure
        } catch is CheckedExhibitError {
            throw Failure(.openChanged, ["path": file])
        } catch is AgeError {
            throw Failure(.openChanged, ["path": file])
        } catch is SourceError {
            throw Failure(.openChanged, ["path": file])
        } catch FileError.noSpace, FileError.tooLarge {
            throw Failure(.storageFull)
        } catch FileError.exists, FileError.notEmpty {
            throw Failure(.folderNotEmpty, ["path": path])
        } catch {
            throw Failure(.folderUnusable, ["path": path])
        }
    }
}
