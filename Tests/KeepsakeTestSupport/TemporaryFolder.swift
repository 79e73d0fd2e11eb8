// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import Foundation
import StrictCoding

/// Lends a new, empty folder of the real disk and removes it afterwards with all that is in it.
///
/// - Throws: what `body` throws, or `FileError` where there is no such folder to be had.
package func withTemporaryFolder<Result>(
    _ body: (FilePlace) throws -> Result
) throws -> Result {
    let folder = try makeTemporaryFolder()
    defer { removeTree(folder) }
    return try body(folder)
}

/// The same for a body that waits.
package func withTemporaryFolder<Result>(
    _ body: (FilePlace) async throws -> Result
) async throws -> Result {
    let folder = try makeTemporaryFolder()
    defer { removeTree(folder) }
    return try await body(folder)
}

private func makeTemporaryFolder() throws -> FilePlace {
    let fileSystem = RealFileSystem()
    let home = try fileSystem.resolve(FilePlace(FileManager.default.temporaryDirectory.path))
    let number = UInt64.random(in: 0...UInt64.max)
    let folder = try home.appending("keepsake-test-" + String(number, radix: 36))
    try fileSystem.makeFolder(folder)
    return folder
}

// Never follows a link. Names that tests make need not be text, which is why this is not FileManager's.
private func removeTree(_ folder: FilePlace) {
    let fileSystem = RealFileSystem()
    if let path = folder.bytes.strictText {
        // A test may have taken its own permissions away.
        _ = try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }
    for name in (try? fileSystem.list(folder)) ?? [] {
        guard let place = try? folder.appending(name), let facts = try? fileSystem.stat(place)
        else { continue }
        if facts.kind == .folder {
            removeTree(place)
        } else {
            try? fileSystem.remove(place)
        }
    }
    try? fileSystem.removeFolder(folder)
}
