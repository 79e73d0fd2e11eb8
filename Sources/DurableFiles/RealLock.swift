// SPDX-License-Identifier: Apache-2.0

import CFileCalls
import StrictCoding
import Synchronization

/// A lock of the machine: `flock` on an open file, which the system gives back when the process ends.
final class RealLock: HeldLock {
    private let kind: LockKind
    private let file: Mutex<Int32>

    /// See `FileSystem.lock`.
    init(_ place: FilePlace, _ kind: LockKind, since: String) throws(FileError) {
        let holder = LockHolder(processID: fc_process_id(), since: since)
        guard let text = holder.bytes else { throw .nameRefused }
        self.kind = kind
        file = Mutex(try Self.take(place, kind, text))
    }

    deinit {
        release()
    }

    func release() {
        file.withLock { file in
            guard file >= 0 else { return }
            // Before the lock goes, so that nobody is told of a holder that is none.
            if kind == .exclusive { _ = fc_truncate(file) }
            fc_unlock(file)
            _ = fc_close(file)
            file = -1
        }
    }

    // The lock is on the file, not on its name: where the name stands for another file by now (a program
    // that synchronises folders may do that), the lock would keep nobody out, so it is taken again.
    private static func take(
        _ place: FilePlace, _ kind: LockKind, _ text: Bytes
    ) throws(FileError) -> Int32 {
        for _ in 0..<3 {
            let file = try open(place, kind)
            do throws(FileError) {
                try claim(file, kind, text)
                let held = try FileFacts.of(file)
                if let named = try? Opening.stat(FC_HERE, place.bytes),
                    named.identity == held.identity
                {
                    return file
                }
            } catch {
                _ = fc_close(file)
                throw error
            }
            _ = fc_close(file)
        }
        throw .busy(nil)
    }

    private static func open(_ place: FilePlace, _ kind: LockKind) throws(FileError) -> Int32 {
        do throws(FileError) {
            if let refusal = try Opening.stat(FC_HERE, place.bytes).kind.refusalAsFile {
                throw refusal
            }
        } catch .notFound {
        }
        let file: Int32
        do throws(FileError) {
            file = try descriptor(place, writable: true)
        } catch {
            // Sharing needs no writing: a vault on a disk that cannot be written can still be read.
            guard kind == .shared, error == .readOnly || error == .notPermitted else { throw error }
            file = try descriptor(place, writable: false)
        }
        do throws(FileError) {
            let facts = try FileFacts.of(file)
            if let refusal = facts.kind.refusalAsFile { throw refusal }
        } catch {
            _ = fc_close(file)
            throw error
        }
        return file
    }

    private static func descriptor(
        _ place: FilePlace, writable: Bool
    ) throws(FileError) -> Int32 {
        try FileError.check(
            unsafe place.bytes.withPath { unsafe fc_open_lock(FC_HERE, $0, writable ? 1 : 0) })
    }

    private static func claim(
        _ file: Int32, _ kind: LockKind, _ text: Bytes
    ) throws(FileError) {
        do throws(FileError) {
            try FileError.check(fc_lock(file, kind == .exclusive ? 1 : 0))
        } catch {
            guard case .busy = error else { throw error }
            throw .busy(holder(file))
        }
        switch kind {
        case .exclusive:
            try FileError.check(fc_truncate(file))
            try FileError.check(
                unsafe text.withUnsafeBufferPointer { buffer in
                    guard let start = buffer.baseAddress else { return 0 }
                    return unsafe fc_write(file, start, buffer.count, 0)
                })
        case .shared:
            // There is no exclusive holder now, so what is written here is from one that crashed.
            _ = fc_truncate(file)
        }
    }

    private static func holder(_ file: Int32) -> LockHolder? {
        var bytes = Bytes(repeating: 0, count: FileLimits.lockBytes)
        let count = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return Int64(0) }
            return unsafe fc_read(file, start, buffer.count, 0)
        }
        guard count > 0, count <= bytes.count else { return nil }
        return LockHolder(parsing: bytes.slice(0..<Int(count)))
    }
}
