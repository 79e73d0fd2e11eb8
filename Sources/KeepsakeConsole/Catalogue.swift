// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

extension MessageID {
    /// The entry.
    package var message: Message {
        ownMessage ?? keyMessage ?? vaultMessage ?? itemMessage ?? outputMessage
    }

    // The command line, the terminal and this program itself.
    private var ownMessage: Message? {
        switch self {
        case .usage:
            Message(
                .usage, what: "{reason}", still: "Nothing was done.",
                next: "What can be written here is shown by:\n  {command} --help")
        case .terminalNeeded:
            Message(
                .usage, what: "{question} has to be answered, and there is no terminal to ask at.",
                still: "Nothing was done.",
                next: "Give the answer on the command line:\n  {flag}")
        case .terminalLine:
            Message(
                .usage, what: "That line is longer than this terminal can pass on.",
                still: "Nothing was kept.",
                next: "Break it into shorter lines with Enter, or give the text from a file:\n"
                    + "  keepsake note --passphrase-file PASSPHRASE < TEXT")
        case .notConfirmed:
            Message(
                .usage, what: "Stopped, as {expected} was not typed.", still: "Nothing was made.",
                next: "To do it after all, give the same command again and type {expected}.")
        case .interrupted:
            Message(
                .interrupted, what: "Stopped.", still: "Nothing was changed.",
                next: "What was kept before is safe. The same command can be given again.")
        case .interruptedAdding:
            Message(
                .interrupted, what: "Stopped.",
                still: "{count} added before that and safe. The one in progress was not added.",
                next: "Your originals were not changed. To add the rest, give the command again.")
        case .interruptedBackup:
            Message(
                .interrupted, what: "Stopped.",
                still: "The copy at {path} is not finished. The vault was not changed.",
                next: "To finish the copy, give the same command again.")
        case .interruptedCopying:
            Message(
                .interrupted, what: "Stopped.",
                still: "The copies that were finished are in {path}; the one in progress was not "
                    + "written.",
                next: "The vault was not changed. To copy the rest, give the command with their "
                    + "numbers.")
        case .interruptedSealed:
            Message(
                .interrupted, what: "Stopped after the sealed file was made.",
                still: "{path} is there, and opens only with the passphrase that was shown.",
                next: "If you did not write the passphrase down, nobody can open that file: delete "
                    + "it and seal again.")
        case .interruptedWriting:
            Message(
                .interrupted, what: "Stopped.",
                still: "What you wrote so far is kept in the vault, locked. It is not in the diary "
                    + "yet.",
                next: "To go on with it:\n  {command}")
        case .outputClosed:
            Message(
                .storage, what: "The result could not be written to where it was sent.",
                still: "What had been done before that stays done.",
                next: "If it went into a file, make sure that there is space for it; then give the "
                    + "command again.")
        case .internalFault:
            Message(
                .internal, what: "This program met a case that it was not made for ({place}).",
                still: "Nothing can be concluded from this run; what was kept before is safe.",
                next: "Give the command again. If it happens again, tell whoever supplied this "
                    + "program.")
        case .libraryUnusable:
            Message(
                .internal,
                what: "The cryptographic library on this computer does not give the right answers.",
                still: "Nothing was read or written.",
                next: "Install libsodium again from your system's own packages (1.0.18 or newer).")
        case .memoryLocked:
            Message(
                .storage, what: "The system gave no protected memory for a secret.",
                still: "Nothing was done.",
                next: "Close other programs and try again, or raise the limit:\n  ulimit -l 65536")
        default: nil
        }
    }

    private var keyMessage: Message? {
        switch self {
        case .passphraseFileMissing:
            Message(
                .noInput, what: "The passphrase could not be read from {path}.",
                still: "Nothing was done.", next: "Check the name given to --passphrase-file.")
        case .passphraseFileKind:
            Message(
                .noInput,
                what: "{path} is not a file or a pipe, so no passphrase was read from it.",
                still: "Nothing was done.",
                next: "Name a file with the passphrase in it, or leave --passphrase-file out to be "
                    + "asked at the terminal.")
        case .passphraseFileEmpty:
            Message(
                .noInput, what: "There is no passphrase in {path}.", still: "Nothing was done.",
                next: "The file holds the passphrase on one line and nothing else.")
        case .passphraseFileLines:
            Message(
                .noInput, what: "There is more than one line in {path}.",
                still: "Nothing was done.",
                next: "The file holds the passphrase on one line and nothing else.")
        case .passphraseLong:
            Message(
                .usage, what: "That passphrase is longer than 1,024 bytes.",
                still: "Nothing was done.", next: "Six or seven words are enough.")
        case .passphraseWeak:
            Message(
                .usage, what: "That passphrase would be found by trying common ones.",
                still: "Nothing was made or changed.",
                next: "Use at least five words that do not belong together, or press Enter at the "
                    + "question and one is made up for you.")
        case .passphraseWrong:
            Message(
                .notOpened, what: "That passphrase did not open {subject}.",
                still: "Nothing has changed.",
                next: "Check Caps Lock and the keyboard language, then try again.\n"
                    + "There is no limit on tries.")
        case .identityMissing:
            Message(
                .noInput, what: "The key file {path} is not there or cannot be read.",
                still: "Nothing was done.", next: "Check the name given to --identity.")
        case .identityKind:
            Message(
                .noInput, what: "{path} is not a file or a pipe, so no key was read from it.",
                still: "Nothing was done.", next: "Check the name given to --identity.")
        case .identityUnreadable:
            Message(
                .noInput, what: "{path} does not hold a key that this program can use.",
                still: "Nothing was done.",
                next: "A key file has a line that begins with AGE-SECRET-KEY-1. To make one:\n"
                    + "  keepsake identity new -o FILE")
        case .recipientUnreadable:
            Message(
                .usage, what: "{recipient} is not a key that something can be sealed to.",
                still: "Nothing was made.",
                next: "It begins with age1 and has 62 characters. Ask the person for it again, and "
                    + "copy it whole.")
        case .recipientSecret:
            Message(
                .usage, what: "What was given to --for is a secret key, not one to seal to.",
                still: "Nothing was made.",
                next: "The key to seal to begins with age1. If somebody can have seen the secret "
                    + "one, make another:\n  keepsake identity new -o FILE")
        case .recipientUnsupported:
            Message(
                .usage,
                what: "{recipient} names a kind of key that this version cannot seal to: {kind}.",
                still: "Nothing was made.",
                next: "Ask the person for a key that begins with age1 and has 62 characters.")
        case .sealedByUnreadable:
            Message(
                .usage, what: "{key} is not a sealer's key, a file with one, or its twelve words.",
                still: "Nothing was checked.",
                next: "A key begins with RW. The sealer sees key and words with:\n  keepsake card")
        case .sealedByWord:
            Message(
                .usage,
                what: "Word {position} of the twelve is not one of the words that are used.",
                still: "Nothing was checked.",
                next: "Ask for that word again; the first four letters of each are enough to tell "
                    + "it apart.")
        case .sealedByLine:
            Message(
                .usage,
                what:
                    "Line {line} of {path} is not a name and after it a sealer's key or its twelve "
                    + "words.",
                still: "Nothing was checked.",
                next:
                    "Each line has a name of at most 60 characters, a space, and a key that begins "
                    + "with RW, or twelve words with hyphens between them. A line that begins with # "
                    + "is passed over.")
        case .sealedByTwice:
            Message(
                .usage,
                what: "The key on line {line} of {path} stands on line {first}, too, under another "
                    + "name.",
                still: "Nothing was checked.",
                next: "Find out whose key it is, and take the other line out.")
        case .sheetMissing:
            Message(
                .noInput, what: "The recovery sheet {path} is not there or cannot be read.",
                still: "Nothing has changed.", next: "Check the name given to --recovery-sheet.")
        case .sheetUnreadable:
            Message(
                .noInput, what: "There is no whole recovery key in {path}.",
                still: "Nothing has changed.",
                next: "Type the line that begins with AGE-SECRET-KEY-1, or all of the groups with "
                    + "their check words, into a file of text.")
        case .sheetGroup:
            Message(
                .noInput, what: "Group {group} of the recovery key does not fit its check word.",
                still: "Nothing has changed.",
                next: "Compare that group with the paper, correct it and try again.")
        case .sheetOther:
            Message(
                .notOpened, what: "This recovery sheet does not open this vault.",
                still: "Nothing has changed.",
                next: "Look for the sheet that was made with this vault.")
        default: nil
        }
    }
}
