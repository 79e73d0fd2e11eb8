// SPDX-License-Identifier: Apache-2.0

/// What is refused before it costs anything: the same bounds for writing and for reading.
package struct BagLimits: Sendable {
    /// Files in a bag: 200,000, as many as its archive may have members.
    package var files = 200_000
    /// Bytes of one manifest or `fetch.txt`: 64 MiB, which is 200,000 lines of 320 bytes.
    package var manifestBytes = 64 << 20
    /// Lines of one manifest, `bag-info.txt` or `fetch.txt`: 200,000, one for each file.
    package var lines = 200_000
    /// Payload manifests and tag manifests, together: 8, two kinds of four algorithms. Each is held
    /// in memory.
    package var manifests = 8
    /// Bytes of a path: 4,096, the longest that Linux takes.
    package var pathBytes = 4096
    /// Bytes of `bag-info.txt`: 1 MiB. It is prose for people.
    package var infoBytes = 1 << 20
    /// Bytes of `bagit.txt`: 256. It has two short lines; the name of an encoding may be longish.
    package var declarationBytes = 256
    /// Findings kept: 10,000. A bag with more is not better understood by more.
    package var findings = 10_000

    /// The limits as they stand above.
    package init() {}
}

/// The bounds of `BagLimits`.
package enum BagLimit: Hashable, Sendable {
    case files, manifestBytes, lines, manifests, infoBytes, declarationBytes
}
