// SPDX-License-Identifier: Apache-2.0

import BagItFormat
import Foundation
import SodiumPrimitives
import StrictCoding

/// A bag in memory, with files that can be made unreadable.
struct MemoryBag: BagContents {
    var stored: [(path: Bytes, bytes: Bytes)] = []
    var unreadable: Set<Bytes> = []

    var files: [BagFile] { stored.map { BagFile(path: $0.path, size: UInt64($0.bytes.count)) } }

    func source(of file: BagFile) throws -> any SeekableSource {
        if unreadable.contains(file.path) { throw SourceError.endedEarly(offset: 0) }
        return MemorySource(stored.first { $0.path == file.path }?.bytes ?? [])
    }

    subscript(path: String) -> Bytes? {
        get { stored.first { $0.path == Bytes(text: path) }?.bytes }
        set {
            let index = stored.firstIndex { $0.path == Bytes(text: path) }
            if let index { stored.remove(at: index) }
            guard let newValue else { return }
            stored.insert((Bytes(text: path), newValue), at: index ?? stored.count)
        }
    }

    /// Replaces the text of a file by what a closure makes of it.
    mutating func edit(_ path: String, _ change: (String) -> String) {
        self[path] = Bytes(text: change(self[path]?.strictText ?? ""))
    }

    /// Lists every tag file anew, so that only the change that is looked at is found.
    mutating func sealTags() {
        let tag = "tagmanifest-sha256.txt"
        var lines: [(Bytes, String)] = []
        for (path, bytes) in stored where path != Bytes(text: tag) {
            guard !path.starts(with: "data/".utf8) else { continue }
            let hex = SHA256Hasher.digest(of: bytes.span).hex
            lines.append((path, "\(hex)  \(String(decoding: path, as: UTF8.self))\n"))
        }
        lines.sort { $0.0.lexicographicallyPrecedes($1.0) }
        self[tag] = Bytes(text: lines.map(\.1).joined())
    }
}

/// The payload of the bag that most tests look at.
let sampleFiles: [(String, String)] = [
    ("data/exhibits/AB-1/photo.jpg", "a photo"), ("data/exhibits/AB-2/note.txt", "a note\n"),
    ("data/empty", ""),
]

/// A bag as our writer makes it, with one more tag file.
func sampleBag() throws -> MemoryBag {
    var bag = MemoryBag()
    for (path, text) in sampleFiles { bag[path] = Bytes(text: text) }
    bag["proof/checkpoint"] = Bytes(text: "a checkpoint\n")
    let listed = bag.stored.map {
        BagListedFile(path: String(decoding: $0.path, as: UTF8.self), bytes: $0.bytes)
    }
    let tags = try BagItWriter.tagFiles(
        payload: listed.filter { $0.path.hasPrefix("data/") },
        info: [BagInfo.Field("Source-Organization", "somebody")],
        others: listed.filter { !$0.path.hasPrefix("data/") })
    for tag in tags { bag[tag.path] = tag.bytes }
    return bag
}

/// A text as the bytes of a path.
func path(_ text: String) -> Bytes { Bytes(text: text) }

/// Lends a folder with a bag's files in it and removes it afterwards.
func withFolder<Result>(of bag: MemoryBag, _ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "keepsake-bag-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (path, bytes) in bag.stored {
        let place = folder.appendingPathComponent(String(decoding: path, as: UTF8.self))
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }
    return try body(folder)
}

/// The files of a folder as a bag, names as the bytes that the file system has.
func memoryBag(of folder: URL) throws -> MemoryBag {
    var bag = MemoryBag()
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    for name in names.sorted() {
        let place = folder.appendingPathComponent(name)
        let isFile = try place.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile
        guard isFile == true else { continue }
        bag.stored.append((Bytes(text: name), Bytes(try Data(contentsOf: place))))
    }
    return bag
}
