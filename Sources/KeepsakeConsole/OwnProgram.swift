// SPDX-License-Identifier: Apache-2.0

import Glibc
import SodiumPrimitives
package import StrictCoding

/// The program that is running, as the system started it.
package enum OwnProgram {
    /// SHA-256 of the file that this process runs; nothing where the system does not show it.
    ///
    /// Read through the system's own link to it, so that a file which took its name since is not
    /// taken for it. Libraries that it loaded are other files.
    package static func digest() -> Digest? {
        let descriptor = unsafe open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var hasher = SHA256Hasher()
        var buffer = Bytes(repeating: 0, count: ConsoleLimits.programBufferBytes)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { space in
                unsafe read(descriptor, space.baseAddress, space.count)
            }
            if count == 0 { return hasher.digest() }
            if count < 0 {
                guard errno == EINTR else { return nil }
                continue
            }
            hasher.update(buffer.span.extracting(0..<count))
        }
    }
}
