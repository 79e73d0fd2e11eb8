// SPDX-License-Identifier: Apache-2.0

import CFileCalls
import StrictCoding

/// An open file of the machine. Every read says where from, so tasks may share it.
final class RealOpenFile: OpenFile {
    let facts: FileFacts
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor, _ facts: FileFacts) {
        self.descriptor = descriptor
        self.facts = facts
    }

    var size: UInt64 { facts.size }

    func currentFacts() throws -> FileFacts {
        try descriptor.facts()
    }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        // A file that has grown since still ends where it ended when it was opened.
        guard offset < size, !buffer.isEmpty else { return 0 }
        let wanted = Int(min(UInt64(buffer.count), size - offset))
        let file = descriptor.number
        let count = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return Int64(0) }
            return unsafe fc_read(file, start, wanted, offset)
        }
        guard count >= 0 else { throw FileError(code: Int32(truncatingIfNeeded: count)) }
        return Int(count)
    }
}

/// An open folder of the machine.
final class RealOpenFolder: OpenFolder {
    let facts: FileFacts
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor, _ facts: FileFacts) {
        self.descriptor = descriptor
        self.facts = facts
    }

    func list() throws -> [Bytes] {
        // A list moves along its descriptor, so each gets one of its own.
        let here = Bytes(text: ".")
        let own = try FileError.check(
            unsafe here.withPath { unsafe fc_open_folder(descriptor.number, $0) })
        var list: UnsafeMutableRawPointer?
        try FileError.check(unsafe fc_list_open(own, &list))
        defer { unsafe fc_list_close(list) }
        var names: [Bytes] = []
        while true {
            var name: UnsafePointer<UInt8>?
            let length = try FileError.check(unsafe fc_list_next(list, &name))
            guard length > 0, let name = unsafe name else { break }
            guard names.count < FileLimits.namesInFolder else { throw FileError.tooManyNames }
            unsafe names.append(Bytes(UnsafeBufferPointer(start: name, count: Int(length))))
        }
        names.sort { $0.lexicographicallyPrecedes($1) }
        return names
    }

    func stat(_ name: Bytes) throws -> FileFacts {
        try Opening.stat(descriptor.number, checked(name))
    }

    func openForReading(_ name: Bytes) throws -> any OpenFile {
        try Opening.file(descriptor.number, checked(name))
    }

    func openFolder(_ name: Bytes) throws -> any OpenFolder {
        try Opening.folder(descriptor.number, checked(name))
    }

    /// Makes the names in it durable.
    func sync() throws(FileError) {
        try FileError.check(fc_sync_folder(descriptor.number))
    }

    private func checked(_ name: Bytes) throws(FileError) -> Bytes {
        guard FilePlace.isName(name) else { throw .nameRefused }
        return name
    }
}

/// A new file of the machine. Each write says where to, so nothing depends on a shared position.
final class RealWritableFile: WritableFile, UnnamedFile {
    private(set) var position: UInt64 = 0
    private var file: Int32
    private var failure: FileError?

    init(owning file: Int32) {
        self.file = file
    }

    deinit {
        if file >= 0 { _ = fc_close(file) }
    }

    func write(_ bytes: Span<UInt8>) throws {
        try put(bytes, at: position)
        position += UInt64(bytes.count)
    }

    func patch(at offset: UInt64, _ bytes: Span<UInt8>) throws {
        let (end, overflow) = offset.addingReportingOverflow(UInt64(bytes.count))
        guard !overflow, end <= position else { throw FileError.tooLarge }
        try put(bytes, at: offset)
    }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        if let failure { throw failure }
        guard offset < position, !buffer.isEmpty else { return 0 }
        let wanted = Int(min(UInt64(buffer.count), position - offset))
        let count = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return Int64(0) }
            return unsafe fc_read(file, start, wanted, offset)
        }
        guard count >= 0 else { throw FileError(code: Int32(truncatingIfNeeded: count)) }
        return Int(count)
    }

    func beginSync() {
        guard failure == nil, file >= 0 else { return }
        _ = fc_start_sync(file)
    }

    func sync() throws {
        try attempt { fc_sync(file) }
    }

    func close() throws {
        if let failure { throw failure }
        guard file >= 0 else { throw FileError.finished }
        let closing = file
        file = -1
        failure = .finished
        try FileError.check(fc_close(closing))
    }

    private func put(_ bytes: Span<UInt8>, at offset: UInt64) throws {
        try attempt {
            unsafe bytes.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return 0 }
                return unsafe fc_write(file, start, buffer.count, offset)
            }
        }
    }

    // A system forgets what it could not write once it has said so: a later sync that succeeds proves
    // nothing. So the first failure stays.
    private func attempt(_ call: () -> Int32) throws(FileError) {
        if let failure { throw failure }
        guard file >= 0 else { throw .finished }
        do throws(FileError) {
            try FileError.check(call())
        } catch {
            failure = error
            throw error
        }
    }
}
