// SPDX-License-Identifier: Apache-2.0

import AgeFormat
import BagItFormat
import StrictCoding
import Synchronization
import ZipFormat

/// The bag inside an opened bundle. Notes which of its files lie where the encryption is damaged.
final class InnerBag: BagContents {
    /// What reading a small file came to.
    enum Reading {
        case bytes(Bytes)
        case missing
        case tooLarge
        case damaged(chunk: UInt64)
    }

    let archive: ZipArchive
    let files: [BagFile]
    /// Every file by its path in the bag.
    let members: [String: ZipArchive.Member]
    /// Paths of the inner ZIP that lie outside the bag's folder.
    let strays: [String]
    /// Whether the files stand in the one permitted order.
    let isSorted: Bool

    private let log = ReadingLog()

    /// What the source reported that is not damage; a check that met it comes to no verdict.
    var failure: (any Error)? { log.failure }
    /// The damaged chunk that reading each of these files met.
    var damage: [String: UInt64] { log.damage }

    init(_ archive: ZipArchive) {
        self.archive = archive
        var files: [BagFile] = []
        var members: [String: ZipArchive.Member] = [:]
        var strays: [String] = []
        for member in archive.members {
            guard member.path.hasPrefix(BundlePaths.folder) else {
                strays.append(member.path)
                continue
            }
            let path = String(member.path.dropFirst(BundlePaths.folder.count))
            files.append(BagFile(path: Bytes(text: path), size: member.size))
            members[path] = member
        }
        self.files = files
        self.members = members
        self.strays = strays
        let paths = archive.members.map { Bytes(text: $0.path) }
        isSorted = zip(paths, paths.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
    }

    func source(of file: BagFile) throws -> any SeekableSource {
        guard let path = file.path.strictText, let member = members[path],
            let source = archive.source(of: member)
        else { throw SourceError.endedEarly(offset: 0) }
        return WatchedSource(source, path: path, log: log)
    }

    /// The data of a file as a source; nothing where it is not there.
    func source(at path: String) -> SourceSlice? {
        members[path].flatMap { archive.source(of: $0) }
    }

    /// Notes what reading a file ran into.
    func note(_ error: any Error, path: String) {
        log.note(error, path: path)
    }

    /// A small file's bytes.
    ///
    /// - Throws: what the source reports, unless it is damage.
    func read(_ path: String, limit: UInt64) throws -> Reading {
        guard let member = members[path], let source = archive.source(of: member) else {
            return .missing
        }
        guard member.size <= limit else { return .tooLarge }
        do {
            return .bytes(try source.bytes(at: 0, count: Int(member.size)))
        } catch {
            guard let chunk = Damage.chunk(of: error) else { throw error }
            log.note(error, path: path)
            return .damaged(chunk: chunk)
        }
    }
}

/// What reading ran into, by path. Filled by sources that others read.
private final class ReadingLog: Sendable {
    private struct Notes {
        var failure: (any Error)?
        var damage: [String: UInt64] = [:]
    }

    private let notes = Mutex(Notes())

    /// The first error that was no damage.
    var failure: (any Error)? { notes.withLock { $0.failure } }

    /// The damaged chunk that reading each of these files met.
    var damage: [String: UInt64] { notes.withLock { $0.damage } }

    func note(_ error: any Error, path: String) {
        notes.withLock { notes in
            if let chunk = Damage.chunk(of: error) {
                notes.damage[path] = chunk
            } else if notes.failure == nil {
                notes.failure = error
            }
        }
    }
}

/// A source that notes every error before it passes it on.
private final class WatchedSource: SeekableSource {
    private let source: any SeekableSource
    private let path: String
    private let log: ReadingLog

    init(_ source: any SeekableSource, path: String, log: ReadingLog) {
        self.source = source
        self.path = path
        self.log = log
    }

    var size: UInt64 { source.size }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        do {
            return try source.read(at: offset, into: &buffer)
        } catch {
            log.note(error, path: path)
            throw error
        }
    }
}
