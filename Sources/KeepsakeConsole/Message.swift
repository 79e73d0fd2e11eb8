// SPDX-License-Identifier: Apache-2.0

package import EvidenceModel

/// One entry of the catalogue: what happened, what is still safe, what to do; and the exit status.
///
/// `{name}` is a blank. A line that begins with two spaces is a command, and is never broken.
package struct Message: Sendable {
    /// What the program ends with.
    package let exit: ExitStatus
    /// What happened, in plain words and without blame.
    package let what: String
    /// What did not happen, or is as it was.
    package let still: String
    /// The one next step.
    package let next: String

    init(_ exit: ExitStatus, what: String, still: String, next: String) {
        self.exit = exit
        self.what = what
        self.still = still
        self.next = next
    }
}

/// The name of each entry. The raw values stand in JSON and never change.
package enum MessageID: String, Sendable, CaseIterable {
    // The command line and the terminal.
    case usage = "usage"
    case terminalNeeded = "terminal.needed"
    case terminalLine = "terminal.line"
    case notConfirmed = "confirmation.missing"
    case interrupted = "interrupted"
    case interruptedAdding = "interrupted.adding"
    case interruptedBackup = "interrupted.backup"
    case interruptedCopying = "interrupted.copying"
    case interruptedSealed = "interrupted.sealed"
    case interruptedWriting = "interrupted.writing"
    case outputClosed = "output.closed"
    case internalFault = "internal"
    case libraryUnusable = "library.unusable"
    case memoryLocked = "memory.locked"

    // Passphrases and keys.
    case passphraseFileMissing = "passphrase.file.missing"
    case passphraseFileKind = "passphrase.file.kind"
    case passphraseFileEmpty = "passphrase.file.empty"
    case passphraseFileLines = "passphrase.file.lines"
    case passphraseLong = "passphrase.long"
    case passphraseWeak = "passphrase.weak"
    case passphraseWrong = "passphrase.wrong"
    case identityMissing = "identity.missing"
    case identityKind = "identity.kind"
    case identityUnreadable = "identity.unreadable"
    case recipientSecret = "recipient.secret"
    case recipientUnreadable = "recipient.unreadable"
    case recipientUnsupported = "recipient.unsupported"
    case sealedByUnreadable = "sealed-by.unreadable"
    case sealedByWord = "sealed-by.word"
    case sealedByLine = "sealed-by.line"
    case sealedByTwice = "sealed-by.twice"
    case sheetMissing = "sheet.missing"
    case sheetUnreadable = "sheet.unreadable"
    case sheetGroup = "sheet.group"
    case sheetOther = "sheet.other"

    // The vault.
    case vaultNone = "vault.none"
    case vaultExists = "vault.exists"
    case vaultBusy = "vault.busy"
    case vaultNoHome = "vault.no-home"
    case vaultNoSlot = "vault.no-slot"
    case vaultKeyMismatch = "vault.key-mismatch"
    case vaultDamaged = "vault.damaged"
    case vaultNewer = "vault.newer"
    case vaultIsBackup = "vault.is-backup"
    case vaultOlder = "vault.older"
    case storageFull = "storage.full"
    case storageNoRoom = "storage.no-room"
    case storageFailed = "storage.failed"

    // Items.
    case inputMissing = "input.missing"
    case itemUnknown = "item.unknown"
    case orderUnknown = "order.unknown"
    case numberAnother = "number.another"
    case itemWithdrawn = "item.withdrawn"
    case itemErased = "item.erased"
    case itemAltered = "item.altered"
    case itemMissing = "item.missing"
    case itemNameTaken = "item.name-taken"
    case itemTooLarge = "item.too-large"
    case noteEmpty = "note.empty"
    case noteLong = "note.long"
    case noteNotText = "note.not-text"
    case nothingAdded = "add.nothing"
    case textEmpty = "text.empty"
    case textLong = "text.long"
    case textNotText = "text.not-text"
    case searchEmpty = "search.empty"
    case searchLong = "search.long"
    case personUnusable = "person.unusable"
    case titleUnusable = "title.unusable"
    case incidentUnreadable = "incident.unreadable"
    case incidentUnknownField = "incident.unknown-field"
    case incidentField = "incident.field"
    case incidentEmpty = "incident.empty"
    case orderUnreadable = "order.unreadable"
    case orderUnknownField = "order.unknown-field"
    case orderField = "order.field"
    case orderEmpty = "order.empty"

    // Files to be written.
    case outputExists = "output.exists"
    case outputInVault = "output.in-vault"
    case outputName = "output.name"
    case outputNoFolder = "output.no-folder"
    case folderNotEmpty = "folder.not-empty"
    case folderUnusable = "folder.unusable"
    case copyUnusable = "copy.unusable"
    case copyNewer = "copy.newer"

    // Sealing.
    case sealNothing = "seal.nothing"
    case sealNoneFit = "seal.none-fit"
    case sealItems = "seal.items"
    case sealMessages = "seal.messages"
    case sealMessagesNone = "seal.messages-none"
    case sealMessagesUnread = "seal.messages-unread"
    case sealMarks = "seal.marks"
    case sealMarksClash = "seal.marks-clash"
    case sealCase = "seal.case"
    case sealRecipients = "seal.recipients"
    case sealTooLarge = "seal.too-large"
    case sealUnchecked = "seal.unchecked"

    // Checking.
    case fileUnreadable = "file.unreadable"
    case reportUnwritten = "report.unwritten"
    case openChanged = "open.changed"
}
