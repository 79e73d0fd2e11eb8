// SPDX-License-Identifier: Apache-2.0

/// Why something was not done with a vault. Two are equal when their codes are.
///
/// Holds nothing that a person typed, named or stored; `description` is the code's name alone.
public struct VaultError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of failure it is. The raw values are stable.
    @nonexhaustive
    public enum Code: String, CaseIterable, Sendable {
        /// There is no vault at that place.
        case noVault
        /// Something is already there, and nothing is ever overwritten.
        case exists
        /// Another process is writing to the vault.
        case busy
        /// The passphrase is wrong, or no key fits.
        case notOpened
        /// The vault has no way in of the kind that was asked for.
        case noSuchSlot
        /// The key slot holds another vault's secret, or `vault.json` was swapped.
        case keyMismatch
        /// Something does not decode or does not fit what was signed.
        case damaged
        /// The vault was written by a newer version.
        case newerFormat
        /// The folder is a copy made by `backup`; it is restored before it is written to.
        case isBackup
        /// A newer or a different state of this vault was seen before; writing would fork it.
        case olderThanKnown
        /// No item has this number.
        case noSuchItem
        /// What has this number was withdrawn.
        case withdrawn
        /// What had this number was erased.
        case erased
        /// An original is not what its entry recorded.
        case altered
        /// An original's object is not there.
        case objectMissing
        /// There is nothing at the place that was named, or it cannot be read.
        case noInput
        /// There is not enough space; nothing was written.
        case noRoom
        /// Reading or writing failed.
        case storage
        /// A note or an entry is longer than the format allows.
        case tooLarge
        /// The passphrase that was chosen is too easy to guess.
        case weakPassphrase
        /// The text that was given is not a recovery sheet, or was mistyped.
        case wrongRecoverySheet
        /// The place to write to lies inside the vault.
        case insideVault
        /// There is nothing in what was to be kept.
        case nothingToKeep
        /// The person stopped it.
        case stopped
        /// Guarded memory could not be had.
        case memory
        /// The vault is open for reading only, or was closed, or a write failed before.
        case notWritable
    }

    /// What kind of failure it is.
    public let code: Code

    /// What caused it, where something did. Never shown to people.
    public let underlying: (any Error)?

    /// What is concerned, as a path of our own making inside the vault (`journal/00000003.commit`).
    public let place: String?

    /// For `noRoom`: bytes that are needed and bytes that are free.
    public let room: Room?

    /// How much space was needed and how much there was, in bytes.
    public struct Room: Sendable, Equatable {
        /// Bytes needed.
        public let needed: UInt64
        /// Bytes free.
        public let free: UInt64
    }

    /// Makes an error.
    package init(
        _ code: Code, underlying: (any Error)? = nil, place: String? = nil, room: Room? = nil
    ) {
        self.code = code
        self.underlying = underlying
        self.place = place
        self.room = room
    }

    /// Whether both are failures of the same kind.
    public static func == (left: VaultError, right: VaultError) -> Bool {
        left.code == right.code
    }

    /// The code's name, and nothing else.
    public var description: String { code.rawValue }
}
