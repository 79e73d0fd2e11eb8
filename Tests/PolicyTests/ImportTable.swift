// SPDX-License-Identifier: Apache-2.0

/// Which target may import which: the drawing of DESIGN section 4, row by row.
///
/// A new target is added here first, with a word on why it may know what it knows. A target that
/// does not exist yet may stand here. `Swift` and `Synchronization` come with the language and are
/// open to all; Foundation is open to none.
enum ImportTable {
    static let always: Set<String> = ["Swift", "Synchronization"]

    static let formats: Set<String> = [
        "AgeFormat", "MinisignFormat", "BagItFormat", "ZipFormat", "TransparencyLog", "TrustedTime",
    ]

    /// What encrypts, signs or makes keys; never behind what only checks.
    static let sealing: Set<String> = [
        "SodiumSealing", "AgeWriting", "BundleSealing", "EvidenceVault",
    ]

    /// Modules of C and how many Swift targets import each: what opens and what seals for
    /// libsodium, one for every other.
    /// GMime is for our own C beside it, `CMailParser`.
    static let importers: [String: Int] = [
        "CSodium": 2,
        "CGMime": 0,
        // For our own C beside them, `CMediaCopier`.
        "CAudioVideo": 0,
        "CColourProfile": 0,
        "CHeif": 0,
        "CJPEG": 0,
        // For our own C beside it, `CPageDrawing`.
        "CPangoCairo": 0,
    ]

    static let allowed: [String: Set<String>] = [
        // The ground.
        "StrictCoding": [],
        "SodiumPrimitives": ["CSodium", "Crypto", "StrictCoding"],
        "SodiumSealing": ["CSodium", "SodiumPrimitives", "StrictCoding"],
        "DurableFiles": ["CFileCalls", "Glibc", "StrictCoding"],
        "EvidenceModel": ["StrictCoding"],

        // One public format each, which know nothing of each other.
        "AgeFormat": ["SodiumPrimitives", "StrictCoding"],
        "AgeWriting": ["AgeFormat", "SodiumPrimitives", "SodiumSealing", "StrictCoding"],
        "MinisignFormat": ["SodiumPrimitives", "StrictCoding"],
        "BagItFormat": ["SodiumPrimitives", "StrictCoding"],
        "ZipFormat": ["StrictCoding"],
        "TransparencyLog": ["SodiumPrimitives", "StrictCoding"],
        "TrustedTime": ["SodiumPrimitives", "StrictCoding"],

        // Keeping: no terminal, no bundles. The ZIP format gives it the CRC-32 of originals.
        "EvidenceVault": [
            "AgeFormat", "AgeWriting", "CSQLite", "DurableFiles", "EvidenceModel",
            "MinisignFormat", "SodiumPrimitives", "SodiumSealing", "StrictCoding",
            "TransparencyLog", "TrustedTime", "ZipFormat",
        ],

        // Checking a bundle: the read side only, no vault.
        "BundleVerification": [
            "AgeFormat", "BagItFormat", "EvidenceModel", "MinisignFormat", "SodiumPrimitives",
            "StrictCoding", "TransparencyLog", "TrustedTime", "ZipFormat",
        ],
        // Making one, out of what the vault hands it: no vault, no terminal.
        "BundleSealing": [
            "AgeFormat", "AgeWriting", "BagItFormat", "BundleVerification", "DurableFiles",
            "EvidenceModel", "MinisignFormat", "SodiumPrimitives", "SodiumSealing",
            "StrictCoding", "TransparencyLog", "TrustedTime", "ZipFormat",
        ],

        // Reading what was added, and laying out the report: no secrets, no vault.
        // SQLite in memory, for listing and searching what was read: no vault, no file.
        "EvidenceCatalogue": [
            "CPagedDatabase",
            "EvidenceModel",
            "GRDB",
            "GRDBSQLite",
            "StrictCoding",
        ],
        // Each C library stands behind a target of its own, so that an importer is plain Swift.
        "XMLStream": ["CExpat", "StrictCoding"],
        // SHA-256 of attachments is all it takes of the primitives.
        "EvidenceIntake": [
            "ArchiveReading",
            "DatabaseReading",
            "EvidenceModel",
            "MailReading",
            "MediaProbe",
            "PhotoMetadata",
            "SodiumPrimitives",
            "StrictCoding",
            "XMLStream",
        ],
        "DatabaseReading": ["CSQLiteReading", "CSourceDatabase", "StrictCoding"],
        "ArchiveReading": ["CArchive", "StrictCoding"],
        "MailReading": ["CMailParser", "StrictCoding"],
        // The process in which they are read. What shuts it in and what speaks with the system stand
        // apart from the importers; the host knows the protocol and none of them.
        "ReaderProtocol": ["EvidenceModel", "StrictCoding"],
        "ReaderSandbox": ["CReaderDoor", "CSeccomp", "Glibc", "ReaderProtocol", "StrictCoding"],
        "ReaderSession": [
            "EvidenceIntake", "EvidenceModel", "ReaderProtocol", "ReaderSandbox", "StrictCoding",
        ],
        "ContainedReading": [
            "CReaderStart", "EvidenceModel", "ReaderProtocol", "SodiumPrimitives", "StrictCoding",
        ],
        // Readable copies: the same for a second program, which alone has the libraries that decode.
        "CopierProtocol": ["EvidenceModel", "ReaderProtocol", "StrictCoding"],
        "MediaCopying": ["CMediaCopier", "CopierProtocol", "EvidenceModel", "StrictCoding"],
        "CopierSession": ["CopierProtocol", "ReaderProtocol", "ReaderSandbox", "StrictCoding"],
        "ContainedCopying": [
            "ContainedReading", "CopierProtocol", "EvidenceModel", "ReaderProtocol",
            "SodiumPrimitives", "StrictCoding",
        ],
        // What photos, recordings and films say of themselves; no knowledge of evidence.
        "PhotoMetadata": ["CExif", "StrictCoding"],
        "MediaProbe": ["CMediaInfo", "StrictCoding"],
        // The report as values and as a page for a browser; printing it stands apart, behind C libraries.
        "EvidenceReport": [
            "EvidenceModel",
            "StrictCoding",
        ],
        // Records as tables, pages and texts.
        "ReadableCopies": [
            "EvidenceModel",
            "StrictCoding",
        ],
        // Printing it: behind a door of its own, with the fonts. The host knows the protocol only.
        "PrinterProtocol": ["StrictCoding"],
        "ReportPrinting": [
            "CPageDrawing",
            "EvidenceReport",
            "PrinterProtocol",
            "ReaderProtocol",
            "ReaderSandbox",
            "StrictCoding",
        ],
        "ContainedPrinting": [
            "ContainedReading",
            "EvidenceReport",
            "PrinterProtocol",
            "ReaderProtocol",
            "StrictCoding",
        ],

        // What people see and type: no C library, and of the formats only those of the keys that
        // people name and make.
        "KeepsakeConsole": [
            "ArgumentParser", "CProcess", "DurableFiles", "EvidenceModel", "Glibc",
            "SodiumPrimitives", "StrictCoding",
        ],
        "KeepsakeCommands": [
            "AgeFormat",
            "AgeWriting",
            "ArgumentParser",
            "BundleSealing",
            "BundleVerification",
            "CheckCommand",
            "ContainedCopying",
            "ContainedPrinting",
            "ContainedReading",
            "CopierProtocol",
            "DurableFiles",
            "EvidenceCatalogue",
            "EvidenceModel",
            "EvidenceReport",
            "EvidenceVault",
            "KeepsakeConsole",
            "MinisignFormat",
            "ReadableCopies",
            "SodiumPrimitives",
            "SodiumSealing",
            "StrictCoding",
        ],
        // The checker's command apart from its program, so that tests and `keepsake` can run it.
        "CheckCommand": [
            "AgeFormat", "ArgumentParser", "BundleVerification", "DurableFiles", "EvidenceModel",
            "KeepsakeConsole", "MinisignFormat", "SodiumPrimitives", "StrictCoding",
        ],

        // Programs.
        "keepsake": ["ArgumentParser", "KeepsakeCommands", "KeepsakeConsole"],
        "keepsake-check": ["CheckCommand"],
        "keepsake-reader": ["EvidenceIntake", "ReaderSession"],
        "keepsake-copier": ["CopierSession", "MediaCopying"],
        "keepsake-printer": ["ReportPrinting"],
    ]

    /// Where `unsafe` may stand, in targets that speak with C.
    static let unsafeTargets: Set<String> = [
        "ArchiveReading",
        "ContainedReading",
        "DatabaseReading",
        "DurableFiles",
        "EvidenceCatalogue",
        "KeepsakeConsole",
        "MailReading",
        "MediaCopying",
        "MediaProbe",
        "PhotoMetadata",
        "ReaderSandbox",
        "ReportPrinting",
        "SodiumPrimitives",
        "SodiumSealing",
        "XMLStream",
    ]

    /// The one other place: copying a span into a buffer, which safe Swift does byte by byte.
    static let unsafeFiles: Set<String> = ["Sources/StrictCoding/Bytes.swift"]
}
