// SPDX-License-Identifier: Apache-2.0

import Foundation
import StrictCoding

/// Other people's test vectors, which do not stand in the repository.
enum Vectors {
    /// The folder in `KEEPSAKE_VECTORS`, else the one beside the repository; nothing if absent.
    static func folder(_ name: String) -> URL? {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let place =
            ProcessInfo.processInfo.environment["KEEPSAKE_VECTORS"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/vectors")
        let folder = place.appending(path: name)
        guard FileManager.default.fileExists(atPath: folder.path) else {
            print("SKIPPED: no vectors \(name); set KEEPSAKE_VECTORS to their folder")
            return nil
        }
        return folder
    }

    /// The files of a folder, sorted by name.
    static func files(_ folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    static func bytes(_ file: URL) throws -> Bytes {
        Bytes(try Data(contentsOf: file))
    }
}
