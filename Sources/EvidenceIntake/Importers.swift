// SPDX-License-Identifier: Apache-2.0

/// Every importer, each on a line of its own. The first that recognises an item reads it, so that the
/// narrower format stands before the wider one.
package enum Importers {
    /// In the order in which they are asked.
    package static let all: [any Importer] = [
        SMSBackup(),
        WhatsAppZip(),
        WhatsAppText(),
        PhotoFile(),
        AppleMailFile(),
        MailboxFile(),
        EmailFile(),
        ArchiveContents(),
        NoteText(),
        KnownDocument(),
        MediaFile(),
        IMessage(),
        PlainFile(),
    ]
}
