// SPDX-License-Identifier: Apache-2.0

import EvidenceModel

extension MessageID {
    // The vault and the disk it lies on.
    var vaultMessage: Message? {
        switch self {
        case .vaultNone:
            Message(
                .noVault, what: "There is no vault at {path}.", still: "Nothing was changed.",
                next: "To make one:  keepsake new\nTo use another place:  --vault DIR")
        case .vaultExists:
            Message(
                .exists, what: "There is something at {path} already, so no vault was made there.",
                still: "It was not touched.",
                next: "Choose a place that does not exist yet:  {flag}")
        case .vaultBusy:
            Message(
                .busy, what: "This vault is open in another window{since}.",
                still: "Nothing was changed.",
                next: "Close it there first. If that window is gone, wait a minute and try again.")
        case .vaultNoHome:
            Message(
                .usage, what: "It is not known where this person's files are.",
                still: "Nothing was done.", next: "Say where the vault is:  --vault DIR")
        case .vaultNoSlot:
            Message(
                .notOpened, what: "This vault has no recovery sheet.",
                still: "Nothing has changed.",
                next: "It opens with its passphrase.")
        case .vaultKeyMismatch:
            Message(
                .altered, what: "The vault's card does not belong to the key that opens it.",
                still: "Nothing was written.",
                next: "Keep the folder exactly as it is. To see what is sound:\n  keepsake verify")
        case .vaultDamaged:
            Message(
                .altered, what: "A part of this vault is damaged: {place}.",
                still: "Nothing was written, and nothing was deleted.",
                next: "Keep the folder exactly as it is. To see what is sound:\n  keepsake verify")
        case .vaultNewer:
            Message(
                .cannotCheck, what: "This vault was made by a newer version of this program.",
                still: "Nothing was read or written.", next: "A newer version is needed to open it."
            )
        case .vaultIsBackup:
            Message(
                .exists, what: "This folder is a backup, and a backup is not added to.",
                still: "Nothing was changed.",
                next: "To go on from it, make a vault out of it in a new place:\n"
                    + "  keepsake restore BACKUP --vault NEW")
        case .vaultOlder:
            Message(
                .altered, what: "This vault is not as new as it was when this device last saw it.",
                still: "Nothing was written.",
                next: "If an older copy was put back on purpose, restore it from a backup:\n"
                    + "  keepsake restore BACKUP --vault NEW\n"
                    + "Otherwise keep the folder as it is and show it to an advocate.")
        case .storageNoRoom:
            Message(
                .storage,
                what:
                    "There is not enough space for this: it needs {needed} and {available} is free.",
                still: "Nothing was added. What is already in the vault is safe.",
                next: "Make space on that disk, then give the same command again.")
        case .storageFull:
            Message(
                .storage, what: "The disk is full.",
                still: "What was reported as done is safe; the rest was not done.",
                next: "Make space on that disk, then give the same command again.")
        case .storageFailed:
            Message(
                .storage, what: "The disk or the system refused to read or write.",
                still: "What was reported as kept is safe; nothing of it was changed.",
                next: "Make sure that the disk is connected and may be written to, then try again.")
        default: nil
        }
    }

    // Items and notes.
    var itemMessage: Message? {
        switch self {
        case .inputMissing:
            Message(
                .noInput, what: "{path} is not there or cannot be read.",
                still: "Nothing was done.",
                next: "Check the name, then give the command again.")
        case .itemUnknown:
            Message(
                .noInput, what: "There is no item {number} in this vault.",
                still: "Nothing was done.",
                next: "To see the numbers there are:\n  keepsake list")
        case .orderUnknown:
            Message(
                .noInput, what: "There is no order {number} in this vault.",
                still: "Nothing was done.",
                next: "To see the orders and their numbers:\n  keepsake list")
        case .numberAnother:
            Message(
                .noInput, what: "Number {number} is {what}, not {wanted}.",
                still: "Nothing was done.",
                next: "To see the numbers there are:\n  keepsake list")
        case .itemWithdrawn:
            Message(
                .noInput, what: "Number {number} was withdrawn.", still: "Nothing was done.",
                next: "To see what was withdrawn:\n  keepsake list --withdrawn")
        case .itemErased:
            Message(
                .noInput, what: "Number {number} was erased.", still: "Nothing was done.",
                next: "What is left of it is shown by:\n  keepsake list --withdrawn")
        case .itemAltered:
            Message(
                .altered, what: "Item {number} does not match what was recorded when it was added.",
                still: "No copy of it was written. Nothing was deleted or changed.",
                next: "Keep the vault exactly as it is. To check everything in it:\n"
                    + "  keepsake verify")
        case .itemMissing:
            Message(
                .incomplete, what: "The contents of item {number} are not in the vault's folder.",
                still: "No copy of it was written. Nothing was deleted or changed.",
                next: "If there is a backup, it may be there. To check everything in the vault:\n"
                    + "  keepsake verify")
        case .itemNameTaken:
            Message(
                .exists,
                what: "The names that item {number} can have in {path} are taken, so no copy of it "
                    + "was written.",
                still: "What is there was not touched.",
                next: "Choose another folder:  --into DIR")
        case .itemTooLarge:
            Message(
                .usage, what: "What the record would say about this is too long.",
                still: "Nothing was added.", next: "Use a shorter name or text.")
        case .noteEmpty:
            Message(
                .usage, what: "Nothing was written down.", still: "No note was kept.",
                next: "To begin again:  keepsake note")
        case .noteLong:
            Message(
                .usage, what: "The note is longer than 1 MB.", still: "Nothing was kept.",
                next: "Keep it as a file instead:  keepsake add FILE")
        case .noteNotText:
            Message(
                .usage, what: "What was given as a note is not plain text.",
                still: "Nothing was kept.",
                next: "Keep it as a file instead:  keepsake add FILE")
        case .textEmpty:
            Message(
                .usage, what: "Nothing was written down.", still: "Nothing was recorded.",
                next: "Give the command again at a terminal, or the text on standard input.")
        case .textLong:
            Message(
                .usage, what: "That text is longer than 16 KB.", still: "Nothing was recorded.",
                next: "Keep it as a note, which may be longer:  keepsake note")
        case .textNotText:
            Message(
                .usage, what: "What was given is not plain text.", still: "Nothing was recorded.",
                next: "Keep it as a file instead:  keepsake add FILE")
        case .searchEmpty:
            Message(
                .usage, what: "There is no word to look for in what was given.",
                still: "Nothing was searched.",
                next: "Give one or more words:\n  keepsake search WORDS")
        case .searchLong:
            Message(
                .usage,
                what: "At most 32 words (4,096 bytes) are looked for at a time; these were more.",
                still: "Nothing was searched.",
                next: "A few words that stood together are enough, between quotation marks:\n"
                    + "  keepsake search '\"see you at the gate\"'")
        case .personUnusable:
            Message(
                .usage,
                what: "One person is at least two and at most 32 numbers, addresses or names, one "
                    + "on a line.",
                still: "Nothing was recorded.",
                next: "They are shown by:\n  keepsake people")
        case .titleUnusable:
            Message(
                .usage, what: "A title is one line of at most 300 bytes.",
                still: "Nothing was recorded.",
                next: "Give a shorter one; a longer text can be a note:  keepsake note")
        case .incidentUnreadable:
            Message(
                .usage, what: "What was given is not one JSON object of at most 64 KB.",
                still: "Nothing was recorded.",
                next: "Its fields are listed by:\n  keepsake incident --help")
        case .incidentUnknownField:
            Message(
                .usage, what: "There is no field {place} in an incident.",
                still: "Nothing was recorded, so that nothing is lost unseen.",
                next: "The fields are listed by:\n  keepsake incident --help")
        case .incidentField:
            Message(
                .usage, what: "What the field {place} holds cannot be used.",
                still: "Nothing was recorded.",
                next: "What it may hold is shown by:\n  keepsake incident --help")
        case .incidentEmpty:
            Message(
                .usage, what: "There is nothing in it about what happened.",
                still: "Nothing was recorded.",
                next: "The fields are listed by:\n  keepsake incident --help")
        case .orderUnreadable:
            Message(
                .usage, what: "What was given is not one JSON object of at most 64 KB.",
                still: "Nothing was recorded.",
                next: "Its fields are listed by:\n  keepsake order --help")
        case .orderUnknownField:
            Message(
                .usage, what: "There is no field {place} in an order.",
                still: "Nothing was recorded, so that nothing is lost unseen.",
                next: "The fields are listed by:\n  keepsake order --help")
        case .orderField:
            Message(
                .usage, what: "What the field {place} holds cannot be used.",
                still: "Nothing was recorded.",
                next: "What it may hold is shown by:\n  keepsake order --help")
        case .orderEmpty:
            Message(
                .usage, what: "It does not say what kind of order it is.",
                still: "Nothing was recorded.",
                next: "The words for it are listed by:\n  keepsake order --help")
        case .nothingAdded:
            Message(
                .noInput, what: "None of this could be read, so nothing was added.",
                still: "Your originals and the vault are as they were.",
                next: "The reasons are listed above.")
        default: nil
        }
    }

    // What is written outside the vault, sealing and checking; the last part of the catalogue.
    var outputMessage: Message {
        switch self {
        case .outputExists:
            Message(
                .exists, what: "{path} is already there, so nothing was written.",
                still: "It was not touched.", next: "Choose another name:  {flag}")
        case .outputInVault:
            Message(
                .usage, what: "{path} is inside the vault, where only the vault itself is kept.",
                still: "Nothing was written.", next: "Choose a place outside it:  {flag}")
        case .outputName:
            Message(
                .usage,
                what: "The name of a sealed file ends in .zip, so that anybody can open it.",
                still: "Nothing was made.", next: "Name the file like this:  -o FILE.zip")
        case .outputNoFolder:
            Message(
                .noInput, what: "The folder that {path} would lie in is not there.",
                still: "Nothing was written.",
                next: "Make that folder first, or choose another place:  {flag}")
        case .folderNotEmpty:
            Message(
                .exists, what: "{path} already has files in it, so nothing was written.",
                still: "They were not touched.", next: "Choose another folder, or an empty one.")
        case .folderUnusable:
            Message(
                .storage, what: "{path} cannot be used as a folder to write into.",
                still: "Nothing was written.", next: "Choose another folder:  --into DIR")
        case .copyUnusable:
            Message(
                .exists, what: "{path} is not a copy of this vault, so nothing was written to it.",
                still: "It was not touched.",
                next: "Choose a folder that does not exist yet, or an earlier backup of this vault."
            )
        case .copyNewer:
            Message(
                .altered,
                what: "The copy at {path} is newer than this vault or has another record.",
                still: "Nothing was copied, and neither was changed.",
                next: "Keep both as they are. If this vault was replaced by an older one, restore "
                    + "from the copy:\n  keepsake restore COPY --vault NEW")
        case .sealNothing:
            Message(
                .usage, what: "There is nothing in this vault to seal.", still: "Nothing was made.",
                next: "Add something first:  keepsake add PATH")
        case .sealNoneFit:
            Message(
                .noInput, what: "Nothing in this vault fits all of what was asked for.",
                still: "Nothing was made.",
                next:
                    "It has to fit all of it at once, so leave some of it out. To see what there is:\n"
                    + "  keepsake list\n  keepsake timeline")
        case .sealItems:
            Message(
                .usage, what: "{list} does not say which items are meant.",
                still: "Nothing was made.",
                next: "Write numbers and ranges with commas between them:  --items 3,7-9")
        case .sealMessages:
            Message(
                .usage, what: "{text} does not say which messages are meant.",
                still: "Nothing was made.",
                next: "Write an item's number and places, days or words:\n"
                    + "  --messages 7:120-180,200\n"
                    + "  --messages 7:2026-05-03..2026-05-09\n"
                    + "  --messages \"7:containing the gate\"")
        case .sealMessagesNone:
            Message(
                .noInput, what: "No message of item {number} is what --messages asks for.",
                still: "Nothing was made.",
                next: "To see its messages and their places:  keepsake show {number} --records")
        case .sealMessagesUnread:
            Message(
                .noInput, what: "The messages of item {number} cannot be taken: {why}.",
                still: "Nothing was made.",
                next: "The whole item can be sealed:  --items {number}")
        case .sealMarks:
            Message(
                .usage, what: "{marks} cannot be used for marking exhibits.",
                still: "Nothing was made.",
                next: "Use one to four capital letters, such as initials:  --marks AB")
        case .sealMarksClash:
            Message(
                .usage, what: "Two exhibits would have the mark {mark}.",
                still: "Nothing was made.",
                next: "Choose other letters:  --marks AB")
        case .sealCase:
            Message(
                .usage, what: "The reference given to --case cannot be used.",
                still: "Nothing was made.",
                next: "Use one line of at most 200 characters.")
        case .sealRecipients:
            Message(
                .usage,
                what: "It was not said who can open the sealed file, or too many were named.",
                still: "Nothing was made.",
                next: "Name up to 20 people with --for, or use --with-passphrase alone.")
        case .sealTooLarge:
            Message(
                .usage, what: "This is more than one sealed file can hold.",
                still: "Nothing was made.", next: "Seal fewer items at a time:  --items LIST")
        case .sealUnchecked:
            Message(
                .internal, what: "The sealed file did not pass its own check, so it was removed.",
                still: "The vault is as it was.",
                next: "Give the command again. To check the vault:\n  keepsake verify")
        case .fileUnreadable:
            Message(
                .noInput, what: "{path} is not there or cannot be read.",
                still: "Nothing was checked.", next: "Check the name, then give the command again.")
        case .reportUnwritten:
            Message(
                .storage, what: "No report can be written to {path}.",
                still: "The files that were to be checked are as they were.",
                next: "Choose another place:  --report FILE")
        case .openChanged:
            Message(
                .altered, what: "{path} changed, or could not be read again, after it was checked.",
                still: "Nothing was written.",
                next: "Copy it to this computer's own disk, and give the command again.")
        default:
            // unreachable: the other parts cover the rest; the catalogue's test shows it.
            Message(
                .internal, what: MessageID.unreachedWhat,
                still: "Nothing can be concluded from this run.", next: "Give the command again.")
        }
    }

    /// What stands where an entry is missing; the catalogue's test looks for it.
    package static let unreachedWhat = "This program met a case that it was not made for."
}
