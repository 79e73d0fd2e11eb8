// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import DurableFiles
import EvidenceModel
import EvidenceVault
import KeepsakeConsole
import SodiumPrimitives

/// What the vault and the disk report, as entries of the catalogue.
enum VaultFailure {
    /// The entry for an error.
    ///
    /// - Parameters:
    ///   - path: what the command is about, for the blanks.
    ///   - number: the item that it is about.
    static func failure(
        _ error: any Error, path: String, flag: String = "--vault DIR", number: UInt64? = nil
    ) -> Failure {
        switch error {
        case let error as VaultError:
            return failure(error, path, flag, number.map { String($0) } ?? "")
        case let error as FileError:
            return failure(error, path, flag)
        case is ReadingStopped:
            return Failure(.interrupted)
        case is SecretError:
            return Failure(.memoryLocked)
        default:
            return Failure(.internalFault, ["place": String(describing: type(of: error))])
        }
    }

    private static func failure(
        _ error: VaultError, _ path: String, _ flag: String, _ number: String
    ) -> Failure {
        switch error.code {
        case .noVault: return Failure(.vaultNone, ["path": path])
        case .exists: return Failure(.outputExists, ["path": path, "flag": flag])
        case .busy: return Failure(.vaultBusy, ["since": since(error.underlying)])
        case .notOpened: return Failure(.passphraseWrong, ["subject": "the vault"])
        case .noSuchSlot: return Failure(.vaultNoSlot)
        case .keyMismatch: return Failure(.vaultKeyMismatch)
        case .damaged: return Failure(.vaultDamaged, ["place": error.place ?? "its record"])
        case .newerFormat: return Failure(.vaultNewer)
        case .isBackup: return Failure(.vaultIsBackup)
        case .olderThanKnown: return Failure(.vaultOlder)
        case .noSuchItem: return Failure(.itemUnknown, ["number": number])
        case .withdrawn: return Failure(.itemWithdrawn, ["number": error.place ?? number])
        case .erased: return Failure(.itemErased, ["number": error.place ?? number])
        case .altered: return Failure(.itemAltered, ["number": number])
        case .objectMissing: return Failure(.itemMissing, ["number": number])
        case .noInput: return Failure(.inputMissing, ["path": path])
        case .noRoom:
            guard let room = error.room else { return Failure(.storageFull) }
            return Failure(
                .storageNoRoom,
                [
                    "needed": SizeText.short(room.needed), "available": SizeText.short(room.free),
                ])
        case .storage:
            if case .noSpace? = error.underlying as? FileError { return Failure(.storageFull) }
            return Failure(.storageFailed)
        case .tooLarge: return Failure(.itemTooLarge)
        case .weakPassphrase: return Failure(.passphraseWeak)
        case .wrongRecoverySheet: return Failure(.sheetUnreadable, ["path": path])
        case .insideVault: return Failure(.outputInVault, ["path": path, "flag": flag])
        case .nothingToKeep: return Failure(.noteEmpty)
        case .stopped: return Failure(.interrupted)
        case .memory: return Failure(.memoryLocked)
        default: return Failure(.internalFault, ["place": "vault, " + error.code.rawValue])
        }
    }

    private static func failure(_ error: FileError, _ path: String, _ flag: String) -> Failure {
        switch error {
        case .exists: Failure(.outputExists, ["path": path, "flag": flag])
        case .notFound, .isLink, .isFolder, .isPipe, .isSocket, .isDevice, .notRegular, .notFolder,
            .nameRefused:
            Failure(.inputMissing, ["path": path])
        case .noSpace, .tooLarge: Failure(.storageFull)
        case .busy: Failure(.vaultBusy, ["since": since(error)])
        default: Failure(.storageFailed)
        }
    }

    private static func since(_ error: (any Error)?) -> String {
        guard case .busy(let holder?)? = error as? FileError else { return "" }
        // Written by whoever holds the lock: shown only where it is a moment.
        guard let since = Timestamp(holder.since) else { return "" }
        return " (since " + LocalTime.clock(since) + ")"
    }
}

/// What is said before anything else when a vault is not what was last seen of it.
enum RollbackText {
    static func text(_ notice: RollbackNotice) -> String {
        switch notice {
        case .older(let known, let here):
            """
            This vault has \(here) entries; when this device last saw it, it had \(known). An older \
            copy may have been put in its place.
            Nothing was changed. Keep the folder as it is.

            """
        case .differs:
            """
            This vault's record is not the one that this device saw before. Another one may have \
            been put in its place.
            Nothing was changed. Keep the folder as it is.

            """
        case .continuedElsewhere:
            """
            A copy of this vault was restored into another folder and went on from there. What was \
            added there is not in this one.

            """
        }
    }
}
