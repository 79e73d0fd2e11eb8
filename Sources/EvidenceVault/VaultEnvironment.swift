// SPDX-License-Identifier: Apache-2.0

package import DurableFiles
package import EvidenceModel
package import SodiumPrimitives

/// What a vault needs from outside; each a parameter, so that tests can repeat or fail a run.
package struct VaultEnvironment: Sendable {
    /// Everything that touches a disk.
    package let fileSystem: any FileSystem
    /// This device's idea of the time.
    package let clock: any WallClock
    /// Where salts, keys and temporary names come from.
    package let random: any RandomSource
    /// Name and version of the program, as it stands in every entry: `keepsake 0.1.0`.
    package let tool: String
    /// The scrypt work factor of passphrase slots that are written; tests lower it.
    package let workFactor: Int
    /// The device's name for `item.origin`; nothing where it is not to be kept.
    package let device: String?
    /// Where the newest checkpoint is remembered; nothing to leave no trace.
    package let memory: CheckpointMemory?

    /// Collects them.
    package init(
        fileSystem: any FileSystem, clock: any WallClock, random: any RandomSource, tool: String,
        workFactor: Int = 18, device: String? = nil, memory: CheckpointMemory? = nil
    ) {
        self.fileSystem = fileSystem
        self.clock = clock
        self.random = random
        self.tool = tool
        self.workFactor = workFactor
        // What an entry could not hold is left out: a host's name is no reason to keep nothing.
        self.device = device.flatMap { Self.isDeviceName($0) ? $0 : nil }
        self.memory = memory
    }

    /// The same, remembering nothing.
    package var withoutMemory: VaultEnvironment {
        VaultEnvironment(
            fileSystem: fileSystem, clock: clock, random: random, tool: tool,
            workFactor: workFactor, device: device)
    }

    private static func isDeviceName(_ name: String) -> Bool {
        (1...Limits.device).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7f }
    }
}
