// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Other people's files of every kind that is read. They are not part of the repository.
package enum Samples {
    /// Their folder: `KEEPSAKE_SAMPLES`, else `../shared/samples` beside the repository; nothing where there is none.
    package static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["KEEPSAKE_SAMPLES"]
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let candidates = [
            named.map { URL(filePath: $0) },
            root.deletingLastPathComponent().appending(path: "shared/samples"),
        ]
        return candidates.compactMap(\.self).first {
            FileManager.default.fileExists(atPath: $0.path())
        }
    }()

    /// The samples of a kind, or nothing, said plainly, where they are absent.
    package static func folder(_ kind: String) -> URL? {
        guard let folder else {
            print("SKIPPED: samples/\(kind) is absent (set KEEPSAKE_SAMPLES to its folder)")
            return nil
        }
        return folder.appending(path: kind)
    }
}
