// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
import StrictCoding

/// Whether a place lies inside a folder.
package enum Containment {
    /// Compares paths alone, as they are written.
    package static func isInside(_ place: FilePlace, _ folder: FilePlace) -> Bool {
        place == folder || place.bytes.starts(with: folder.bytes + [UInt8(ascii: "/")])
    }

    /// Follows the folders around a place, whatever way they are reached, as far as they exist.
    package static func isInside(
        _ place: FilePlace, _ folder: FilePlace, _ fileSystem: any FileSystem
    ) -> Bool {
        if isInside(place, folder) { return true }
        guard let wanted = try? fileSystem.stat(fileSystem.resolve(folder)).identity else {
            return false
        }
        // The last name may not exist yet, or be a link; the folders around it are what counts.
        var here = place
        var steps = 0
        while true {
            if let resolved = try? fileSystem.resolve(here) {
                here = resolved
                break
            }
            guard here.parent != here, steps < Limits.folderDepth else { return false }
            here = here.parent
            steps += 1
        }
        while true {
            if let facts = try? fileSystem.stat(here), facts.identity == wanted { return true }
            let parent = here.parent
            guard parent != here, steps < FileLimits.pathBytes else { return false }
            here = parent
            steps += 1
        }
    }
}
