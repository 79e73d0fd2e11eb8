// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import KeepsakeConsole
import StrictCoding

/// The one file that the checker writes: whole or not at all, and never over another.
struct ReportFile {
    private let path: String
    private let place: FilePlace
    private let files: any FileSystem

    /// Looks whether a file can be made there, before anybody waits for a check.
    ///
    /// - Throws: `output.exists`, `output.no-folder`, `storage.failed`.
    init(_ path: String, files: any FileSystem = RealFileSystem()) throws(Failure) {
        self.path = path
        self.files = files
        do {
            guard let bytes = RawArguments.bytes(for: path) else { throw FileError.nameRefused }
            let place = try FilePlace(bytes)
            guard place.lastComponent != nil else { throw FileError.exists }
            self.place = place
            guard try !files.exists(place) else { throw FileError.exists }
            guard try files.stat(files.resolve(place.parent)).kind == .folder else {
                throw FileError.notFound
            }
        } catch {
            throw Self.failure(error, path)
        }
    }

    /// The path, escaped.
    var shownPath: String { SafeText.escaped(path) }

    /// Writes the text under another name, makes it durable and gives it its own.
    ///
    /// - Throws: `output.exists`, `storage.full`, `storage.failed`.
    func write(_ text: String) throws(Failure) {
        let random = Bytes((0..<16).map { _ in UInt8.random(in: 0...255) })
        do {
            try files.writeDurably(
                Bytes(text: text).span, to: place, replacing: false, random: random)
        } catch {
            throw Self.failure(error, path)
        }
    }

    private static func failure(_ error: any Error, _ path: String) -> Failure {
        switch error {
        case FileError.exists:
            Failure(.outputExists, ["path": path, "flag": "--report FILE"])
        case FileError.notFound, FileError.notFolder:
            Failure(.outputNoFolder, ["path": path, "flag": "--report FILE"])
        case FileError.noSpace, FileError.tooLarge: Failure(.storageFull)
        default: Failure(.reportUnwritten, ["path": path])
        }
    }
}
