// SPDX-License-Identifier: Apache-2.0

/// What a program has behind the door.
package struct Room: Sendable {
    /// Bytes of address space.
    package let memoryBytes: UInt64
    /// Seconds of processor time.
    package let processorSeconds: UInt64
    /// How many files, opened before the door closed, it can read behind it; none, and it opens none.
    package let mostFiles: Int
    /// Whether its libraries start threads. They are shut in as it is.
    package let hasThreads: Bool

    /// Takes the parts.
    package init(
        memoryBytes: UInt64, processorSeconds: UInt64 = Limits.processorSeconds, mostFiles: Int = 0,
        hasThreads: Bool = false
    ) {
        self.memoryBytes = memoryBytes
        self.processorSeconds = processorSeconds
        self.mostFiles = mostFiles
        self.hasThreads = hasThreads
    }

    /// That of `keepsake-reader`.
    package static let reader = Room(memoryBytes: Limits.memoryBytes)
}
