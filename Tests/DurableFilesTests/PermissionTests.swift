// SPDX-License-Identifier: Apache-2.0

import DurableFiles
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

@Suite struct PermissionTests {
    private let random = Bytes(repeating: 3, count: 8)

    // A superuser may do everything, so that the child becomes nobody first.
    @Test(.timeLimit(.minutes(30)))
    func `what the system refuses is said to be refused`() async throws {
        try await withTemporaryFolder { folder in
            let fileSystem = RealFileSystem()
            let closed = try folder.appending("closed")
            let secret = try closed.appending("secret")
            let file = try folder.appending("file")
            try fileSystem.makeFolder(closed)
            for place in [secret, file] { try fileSystem.create(place).close() }
            let path = text(of: folder)
            try #require(unsafe chmod(path, 0o555) == 0)
            try #require(unsafe chmod(text(of: closed), 0o000) == 0)
            try #require(unsafe chmod(text(of: file), 0o000) == 0)
            defer {
                for place in [folder, closed, file] {
                    _ = unsafe chmod(text(of: place), 0o700)
                }
            }
            await #expect(processExitsWith: .exitCode(42)) { [path = path as String] in
                if getuid() == 0 { guard setgid(65534) == 0, setuid(65534) == 0 else { exit(2) } }
                let fileSystem = RealFileSystem()
                let folder = try FilePlace(path)
                let closed = try folder.appending("closed")
                let secret = try closed.appending("secret")
                let file = try folder.appending("file")
                let new = try folder.appending("new")
                let attempts: [() throws -> Void] = [
                    { _ = try fileSystem.openForReading(file) },
                    { _ = try fileSystem.openForReading(secret) },
                    { _ = try fileSystem.stat(secret) },
                    { _ = try fileSystem.list(closed) },
                    { _ = try fileSystem.openFolder(closed) },
                    { _ = try fileSystem.create(new) },
                    { try fileSystem.makeFolder(new) },
                    { try fileSystem.remove(file) },
                    { try fileSystem.rename(file, to: new, replacing: false) },
                    { try fileSystem.rename(file, to: new, replacing: true) },
                    { _ = try fileSystem.lock(file, .exclusive, since: "now") },
                    { _ = try fileSystem.lock(new, .exclusive, since: "now") },
                    {
                        try fileSystem.writeDurably(
                            Bytes().span, to: new, replacing: true,
                            random: Bytes(repeating: 1, count: 8))
                    },
                ]
                for (index, attempt) in attempts.enumerated() {
                    do {
                        try attempt()
                        exit(Int32(100 + index))
                    } catch FileError.notPermitted {
                    } catch {
                        exit(Int32(200 + index))
                    }
                }
                exit(42)
            }
            // Nothing was changed by trying.
            #expect(try fileSystem.stat(file).kind == .file)
            #expect(try fileSystem.list(folder) == [Bytes(text: "closed"), Bytes(text: "file")])
        }
    }

    @Test func `a simulated disk refuses in the same way`() throws {
        let disk = SimulatedFileSystem()
        let folder = try FilePlace("/f")
        let file = try folder.appending("a")
        try disk.plantFile(Bytes(text: "x"), at: file)
        try disk.setRefusals([.reading], at: file)
        #expect(throws: FileError.notPermitted) { try disk.openForReading(file) }
        try disk.setRefusals([.changing, .reading], at: folder)
        #expect(throws: FileError.notPermitted) { try disk.list(folder) }
        #expect(throws: FileError.notPermitted) { try disk.openFolder(folder) }
        #expect(throws: FileError.notPermitted) { try disk.create(folder.appending("b")) }
        #expect(throws: FileError.notPermitted) { try disk.remove(file) }
        #expect(throws: FileError.notPermitted) {
            try disk.rename(file, to: FilePlace("/b"), replacing: false)
        }
        try disk.setRefusals([], at: folder)
        try disk.remove(file)
    }

    @Test func `a disk that cannot be written can be read and shared`() throws {
        let disk = SimulatedFileSystem()
        let file = try FilePlace("/f/a")
        let lock = try FilePlace("/f/lock")
        try disk.plantFile(Bytes(text: "x"), at: file)
        try disk.plantFile(Bytes(), at: lock)
        disk.setReadOnly(true)
        #expect(try disk.text(file) == "x")
        try disk.lock(lock, .shared, since: "now").release()
        #expect(throws: FileError.readOnly) { try disk.lock(lock, .exclusive, since: "now") }
        #expect(throws: FileError.readOnly) { try disk.remove(file) }
        #expect(throws: FileError.readOnly) {
            try disk.writeDurably(Bytes().span, to: file, replacing: true, random: random)
        }
    }

    @Test func `a sector that cannot be read is an error, not an end`() throws {
        let disk = SimulatedFileSystem()
        let file = try FilePlace("/a")
        try disk.plantFile(Bytes(text: "xyz"), at: file)
        let open = try disk.openForReading(file)
        try disk.setReadError(FileError.inputOutput(code: 5), at: file)
        #expect(throws: FileError.inputOutput(code: 5)) { try open.bytes(at: 0, count: 1) }
    }
}
