// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import StrictCoding
import Synchronization

final class SimulatedOpenFile: OpenFile {
    let facts: FileFacts
    private let disk: SimulatedFileSystem
    private let number: Int

    init(_ disk: SimulatedFileSystem, _ number: Int, _ facts: FileFacts) {
        self.disk = disk
        self.number = number
        self.facts = facts
    }

    var size: UInt64 { facts.size }

    func currentFacts() throws -> FileFacts {
        try disk.operate(.reading) { try $0.facts(number) }
    }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        try disk.operate(.reading) {
            try $0.read(number, at: offset, into: &buffer, size: size)
        }
    }
}

final class SimulatedOpenFolder: OpenFolder {
    let facts: FileFacts
    private let disk: SimulatedFileSystem
    private let number: Int

    init(_ disk: SimulatedFileSystem, _ number: Int, _ facts: FileFacts) {
        self.disk = disk
        self.number = number
        self.facts = facts
    }

    func list() throws -> [Bytes] {
        try disk.operate(.reading) { try $0.list(number) }
    }

    func stat(_ name: Bytes) throws -> FileFacts {
        try disk.operate(.reading) { try $0.facts($0.entry(number, name)) }
    }

    func openForReading(_ name: Bytes) throws -> any OpenFile {
        let (found, facts) = try disk.operate(.reading) { state in
            try state.opening(state.entry(number, name))
        }
        return SimulatedOpenFile(disk, found, facts)
    }

    func openFolder(_ name: Bytes) throws -> any OpenFolder {
        let (found, facts) = try disk.operate(.reading) { state in
            try state.openingFolder(state.entry(number, name))
        }
        return SimulatedOpenFolder(disk, found, facts)
    }
}

final class SimulatedWritableFile: WritableFile, UnnamedFile {
    private(set) var position: UInt64 = 0
    private let disk: SimulatedFileSystem
    private let number: Int
    private let isUnnamed: Bool
    private var failure: (any Error)?

    init(_ disk: SimulatedFileSystem, _ number: Int, isUnnamed: Bool = false) {
        self.disk = disk
        self.number = number
        self.isUnnamed = isUnnamed
    }

    deinit {
        guard isUnnamed else { return }
        disk.state.withLock { if !$0.isCut { $0.empty(number) } }
    }

    func read(at offset: UInt64, into buffer: inout Bytes) throws -> Int {
        if let failure { throw failure }
        return try disk.operate(.reading) {
            try $0.read(number, at: offset, into: &buffer, size: position)
        }
    }

    func write(_ bytes: Span<UInt8>) throws {
        try put(Bytes(copying: bytes), at: position)
        position += UInt64(bytes.count)
    }

    func patch(at offset: UInt64, _ bytes: Span<UInt8>) throws {
        let (end, overflow) = offset.addingReportingOverflow(UInt64(bytes.count))
        guard !overflow, end <= position else { throw FileError.tooLarge }
        try put(Bytes(copying: bytes), at: offset)
    }

    func beginSync() {}

    func sync() throws {
        try attempt {
            do {
                try disk.operate(.syncing) { $0.sync(file: number) }
            } catch let error where !(error is PowerCut) {
                disk.state.withLock { $0.loseSync(file: number) }
                throw error
            }
        }
    }

    func close() throws {
        try attempt { try disk.operate(.changing) { _ in } }
        failure = FileError.finished
    }

    private func put(_ bytes: Bytes, at offset: UInt64) throws {
        try attempt {
            do {
                try disk.operate(.changing) { try $0.write(number, bytes, at: Int(offset)) }
            } catch let error where !(error is PowerCut) && (error as? FileError) != .noSpace {
                // A write that fails may have begun.
                let part = bytes.slice(0..<(bytes.count / 2))
                disk.state.withLock { try? $0.write(number, part, at: Int(offset)) }
                throw error
            }
        }
    }

    private func attempt(_ work: () throws -> Void) throws {
        if let failure { throw failure }
        do {
            try work()
        } catch {
            failure = error
            throw error
        }
    }
}

final class SimulatedLock: HeldLock {
    private let disk: SimulatedFileSystem
    private let number: Int
    private let token: Int

    init(_ disk: SimulatedFileSystem, _ number: Int, _ token: Int) {
        self.disk = disk
        self.number = number
        self.token = token
    }

    deinit {
        release()
    }

    func release() {
        disk.state.withLock { state in
            if !state.isCut { state.giveBack(number, token) }
        }
    }
}
