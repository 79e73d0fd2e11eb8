// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import StrictCoding

/// Other people's test vectors. They are not part of the repository.
package enum Vectors {
    /// Their folder: `KEEPSAKE_VECTORS`, else `../shared/vectors` beside the repository; nothing where there is none.
    package static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["KEEPSAKE_VECTORS"]
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let candidates = [
            named.map { URL(filePath: $0) },
            root.deletingLastPathComponent().appending(path: "shared/vectors"),
        ]
        return candidates.compactMap(\.self).first {
            FileManager.default.fileExists(atPath: $0.path())
        }
    }()

    /// A part of the folder, or nothing, said plainly, where the vectors are absent.
    package static func folder(_ name: String) -> URL? {
        guard let folder else {
            print("SKIPPED: vectors/\(name) is absent (set KEEPSAKE_VECTORS to its folder)")
            return nil
        }
        return folder.appending(path: name)
    }

    /// Reads a JSON file.
    package static func json<Value: Decodable>(_ file: URL, as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(contentsOf: file))
    }

    /// All bytes of a file.
    package static func bytes(_ file: URL) throws -> Bytes {
        Bytes(try Data(contentsOf: file))
    }

    /// The names in a folder, sorted by name.
    package static func files(_ folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    /// All files below a folder whose name ends so, in a steady order.
    package static func files(below folder: URL, ending: String) -> [URL] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (all?.allObjects as? [URL] ?? [])
            .filter { $0.lastPathComponent.hasSuffix(ending) }
            .sorted { $0.path() < $1.path() }
    }
}
