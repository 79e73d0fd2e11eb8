// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding

/// The two disks that every behaviour is tested on, so that the simulated one is one to rely on.
enum Disk: String, CaseIterable, Sendable {
    case real, simulated

    /// Lends a file system and an empty folder of it.
    func withFolder(_ body: (Room) throws -> Void) throws {
        switch self {
        case .real:
            try withTemporaryFolder { folder in
                try body(Room(disk: self, fileSystem: RealFileSystem(), folder: folder))
            }
        case .simulated:
            let fileSystem = SimulatedFileSystem()
            let folder = try FilePlace("/home/person")
            try fileSystem.plantFolder(at: folder)
            try body(Room(disk: self, fileSystem: fileSystem, folder: folder))
        }
    }
}

/// A folder to work in, and how to put things there that the protocol does not make.
struct Room {
    let disk: Disk
    let fileSystem: any FileSystem
    let folder: FilePlace

    func place(_ name: String) throws -> FilePlace { try folder.appending(name) }

    @discardableResult
    func write(_ text: String, _ name: String) throws -> FilePlace {
        let place = try place(name)
        let file = try fileSystem.create(place)
        try file.write(Bytes(text: text).span)
        try file.close()
        return place
    }

    func read(_ name: String) throws -> String? {
        try fileSystem.text(try place(name))
    }

    func names() throws -> [String] {
        try fileSystem.list(folder).map { String(decoding: $0, as: UTF8.self) }
    }

    func link(to target: String, _ name: String) throws -> FilePlace {
        let place = try place(name)
        if let simulated = fileSystem as? SimulatedFileSystem {
            try simulated.plantLink(to: Bytes(text: target), at: place)
        } else {
            try check(unsafe symlink(target, text(of: place)))
        }
        return place
    }

    func pipe(_ name: String) throws -> FilePlace {
        let place = try place(name)
        if let simulated = fileSystem as? SimulatedFileSystem {
            try simulated.plantSpecial(.pipe, at: place)
        } else {
            try check(unsafe mkfifo(text(of: place), 0o600))
        }
        return place
    }

    private func check(_ result: CInt) throws {
        if result != 0 { throw FileError.inputOutput(code: errno) }
    }
}

func text(of place: FilePlace) -> String {
    String(decoding: place.bytes, as: UTF8.self)
}

extension FileSystem {
    /// The whole content of a small file as text.
    func text(_ place: FilePlace) throws -> String? {
        let file = try openForReading(place)
        return try file.bytes(at: 0, count: Int(file.size)).strictText
    }
}
