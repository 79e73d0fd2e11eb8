// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// Every target is built with the same settings; the loop at the end applies them.
let settings: [SwiftSetting] = [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .treatWarning("DeprecatedDeclaration", as: .warning),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

/// Only these two declare values whose lifetime depends on another (`SecretBytes.span`, `ByteCursor`).
let lifetimes: [SwiftSetting] = [.enableExperimentalFeature("Lifetimes")]

let package = Package(
    name: "keepsake",
    platforms: [.macOS(.v15)],
    dependencies: [
        // SHA-256 of bulk data only: five times libsodium's speed where the processor has SHA
        // extensions. Everything else cryptographic is libsodium's.
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        // Reads command lines and lays out their help; what Swift's own tools use.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        // SQLite in Swift's terms, for the catalogue: full text search over what was read, in memory.
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        // C libraries, one system-library target each.
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium",
            providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
        .systemLibrary(
            name: "CExpat", pkgConfig: "expat",
            providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),

        .systemLibrary(
            name: "CSQLiteReading", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(
            name: "CArchive", pkgConfig: "libarchive",
            providers: [.apt(["libarchive-dev"]), .brew(["libarchive"])]),

        // What photos say of themselves.
        .systemLibrary(
            name: "CExif", pkgConfig: "libexif",
            providers: [.apt(["libexif-dev"]), .brew(["libexif"])]),
        // What recordings and films say of themselves.
        .systemLibrary(
            name: "CMediaInfo",
            providers: [.apt(["libmediainfo-dev"]), .brew(["libmediainfo"])]),

        // The ground.
        .target(name: "StrictCoding", swiftSettings: lifetimes),
        .target(
            name: "SodiumPrimitives",
            dependencies: [
                "CSodium", "StrictCoding", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: lifetimes),
        .target(
            name: "SodiumSealing", dependencies: ["CSodium", "SodiumPrimitives", "StrictCoding"]),

        // Our own: the calls to the system that Swift's imports do not show.
        .target(name: "CFileCalls"),
        .target(name: "DurableFiles", dependencies: ["CFileCalls", "StrictCoding"]),

        .target(name: "EvidenceModel", dependencies: ["StrictCoding"]),

        // One public format each.
        .target(name: "AgeFormat", dependencies: ["SodiumPrimitives", "StrictCoding"]),
        .target(
            name: "AgeWriting",
            dependencies: ["AgeFormat", "SodiumPrimitives", "SodiumSealing", "StrictCoding"]),
        .target(name: "MinisignFormat", dependencies: ["SodiumPrimitives", "StrictCoding"]),
        .target(name: "BagItFormat", dependencies: ["SodiumPrimitives", "StrictCoding"]),
        .target(name: "ZipFormat", dependencies: ["StrictCoding"]),
        .target(name: "TransparencyLog", dependencies: ["SodiumPrimitives", "StrictCoding"]),

        // The vault: keys, journal, objects; add and read.
        .target(
            name: "EvidenceVault",
            dependencies: [
                "AgeFormat", "AgeWriting", "DurableFiles", "EvidenceModel", "MinisignFormat",
                "SodiumPrimitives", "SodiumSealing", "StrictCoding", "TransparencyLog",
                "ZipFormat",
            ]),

        // Databases of SQLite's whose pages stand where we keep them.
        .target(name: "CPagedDatabase", dependencies: ["CSQLiteReading"]),
        // What was read, for listing and searching: SQLite in memory, never a file.
        .target(
            name: "EvidenceCatalogue",
            dependencies: [
                "CPagedDatabase", "EvidenceModel", "StrictCoding",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "EvidenceCatalogueTests",
            dependencies: [
                "EvidenceCatalogue", "EvidenceModel", "KeepsakeTestSupport", "StrictCoding",
            ]),

        // The report of a bundle: values in, a document out; no C library, so that what seals can make it.
        .target(
            name: "EvidenceReport",
            dependencies: [
                "EvidenceModel",
                "StrictCoding",
            ]),

        .testTarget(
            name: "EvidenceReportTests",
            dependencies: [
                "ContainedPrinting",
                "ContainedReading",
                "EvidenceModel",
                "EvidenceReport",
                "KeepsakeTestSupport",
                "SodiumPrimitives",
                "StrictCoding",
                "keepsake-printer",
            ]),
        // Records as tables, pages and texts that anybody can read.
        .target(
            name: "ReadableCopies",
            dependencies: [
                "EvidenceModel",
                "StrictCoding",
            ]),
        .testTarget(
            name: "ReadableCopiesTests",
            dependencies: [
                "EvidenceModel",
                "ReadableCopies",
                "StrictCoding",
            ]),

        // The same as a PDF, made in a program of its own: Pango and Cairo behind our own C.
        .systemLibrary(
            name: "CPangoCairo", pkgConfig: "pangocairo",
            providers: [.apt(["libpango1.0-dev"]), .brew(["pango"])]),
        .target(
            name: "CPageDrawing", dependencies: ["CPangoCairo"],
            linkerSettings: [
                .linkedLibrary("fontconfig"), .linkedLibrary("harfbuzz"), .linkedLibrary("m"),
            ]),
        .target(name: "PrinterProtocol", dependencies: ["StrictCoding"]),
        .target(
            name: "ReportPrinting",
            dependencies: [
                "CPageDrawing",
                "EvidenceReport",
                "PrinterProtocol",
                "ReaderProtocol",
                "ReaderSandbox",
                "StrictCoding",
            ]),
        .executableTarget(name: "keepsake-printer", dependencies: ["ReportPrinting"]),
        // The host's side of it.
        .target(
            name: "ContainedPrinting",
            dependencies: [
                "ContainedReading",
                "EvidenceReport",
                "PrinterProtocol",
                "ReaderProtocol",
                "StrictCoding",
            ]),
        // The same printer, with documents that try to get out.
        .executableTarget(
            name: "keepsake-printer-planted",
            dependencies: ["EvidenceReport", "ReportPrinting"],
            path: "Tests/keepsake-printer-planted"),
        .testTarget(
            name: "ReportPrintingTests",
            dependencies: [
                "ContainedPrinting",
                "ContainedReading",
                "DurableFiles",
                "EvidenceReport",
                "KeepsakeConsole",
                "KeepsakeTestSupport",
                "PrinterProtocol",
                "ReaderProtocol",
                "StrictCoding",
                "keepsake-printer",
                "keepsake-printer-planted",
            ]),

        // Sealed bundles: checking one, and making one.
        .target(
            name: "BundleVerification",
            dependencies: [
                "AgeFormat", "BagItFormat", "EvidenceModel", "MinisignFormat",
                "SodiumPrimitives", "StrictCoding", "TransparencyLog", "ZipFormat",
            ]),
        .target(
            name: "BundleSealing",
            dependencies: [
                "AgeFormat", "AgeWriting", "BagItFormat", "BundleVerification", "DurableFiles",
                "EvidenceModel", "MinisignFormat", "SodiumPrimitives", "StrictCoding",
                "TransparencyLog", "ZipFormat",
            ]),

        // Mail: GMime finds the parts and undoes their encodings, iconv the character sets.
        .systemLibrary(
            name: "CGMime", pkgConfig: "gmime-3.0",
            providers: [.apt(["libgmime-3.0-dev"]), .brew(["gmime"])]),
        .target(name: "CMailParser", dependencies: ["CGMime"]),
        .target(name: "MailReading", dependencies: ["CMailParser", "StrictCoding"]),

        // One C library each, for the importers.
        .target(name: "XMLStream", dependencies: ["CExpat", "StrictCoding"]),
        // Foreign SQLite databases with their logs, out of sources and never out of files.
        .target(
            name: "CSourceDatabase",
            dependencies: [
                "CPagedDatabase",
                "CSQLiteReading",
            ]),
        .target(
            name: "DatabaseReading",
            dependencies: ["CSQLiteReading", "CSourceDatabase", "StrictCoding"]),
        .testTarget(
            name: "DatabaseReadingTests",
            dependencies: [
                "DatabaseReading", "DurableFiles", "KeepsakeTestSupport", "StrictCoding",
            ]),

        // What foreign files say: recognised and read, in a program of its own that holds no secret.
        .target(name: "ArchiveReading", dependencies: ["CArchive", "StrictCoding"]),
        .target(name: "PhotoMetadata", dependencies: ["CExif", "StrictCoding"]),
        .target(name: "MediaProbe", dependencies: ["CMediaInfo", "StrictCoding"]),
        .target(
            name: "EvidenceIntake",
            dependencies: [
                "ArchiveReading",
                "DatabaseReading",
                "EvidenceModel",
                "MailReading",
                "MediaProbe",
                "PhotoMetadata",
                "SodiumPrimitives",
                "StrictCoding",
                "XMLStream",
            ]),
        // The program in which they are read: what it may still do, and how it speaks with its host.
        .systemLibrary(
            name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .target(name: "CReaderDoor"),
        .target(name: "ReaderProtocol", dependencies: ["EvidenceModel", "StrictCoding"]),
        .target(
            name: "ReaderSandbox",
            dependencies: [
                "CReaderDoor", .target(name: "CSeccomp", condition: .when(platforms: [.linux])),
                "ReaderProtocol", "StrictCoding",
            ]),
        .target(
            name: "ReaderSession",
            dependencies: [
                "EvidenceIntake", "EvidenceModel", "ReaderProtocol", "ReaderSandbox",
                "StrictCoding",
            ]),
        .executableTarget(
            name: "keepsake-reader", dependencies: ["EvidenceIntake", "ReaderSession"]),
        // The host's side of it.
        .target(name: "CReaderStart"),
        .target(
            name: "ContainedReading",
            dependencies: [
                "CReaderStart", "EvidenceModel", "ReaderProtocol", "SodiumPrimitives",
                "StrictCoding",
            ]),
        // Readable copies of pictures and sound, in a program of its own: the reader links no codec.
        .systemLibrary(
            name: "CHeif", pkgConfig: "libheif",
            providers: [.apt(["libheif-dev"]), .brew(["libheif"])]),
        .systemLibrary(
            name: "CAudioVideo", pkgConfig: "libavformat",
            providers: [
                .apt([
                    "libavcodec-dev", "libavformat-dev", "libavutil-dev", "libswresample-dev",
                    "libswscale-dev",
                ]), .brew(["ffmpeg"]),
            ]),
        .systemLibrary(
            name: "CJPEG", pkgConfig: "libjpeg",
            providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]),
        .systemLibrary(
            name: "CColourProfile", pkgConfig: "lcms2",
            providers: [.apt(["liblcms2-dev"]), .brew(["little-cms2"])]),
        // What decodes: each library behind one door, with no file and no thread.
        .target(
            name: "CMediaCopier",
            dependencies: ["CAudioVideo", "CColourProfile", "CHeif", "CJPEG"],
            linkerSettings: [
                .linkedLibrary("avcodec"), .linkedLibrary("avformat"), .linkedLibrary("avutil"),
                .linkedLibrary("swresample"), .linkedLibrary("swscale"),
            ]),
        .target(
            name: "CopierProtocol",
            dependencies: ["EvidenceModel", "ReaderProtocol", "StrictCoding"]),
        .target(
            name: "MediaCopying",
            dependencies: ["CMediaCopier", "CopierProtocol", "EvidenceModel", "StrictCoding"]),
        .target(
            name: "CopierSession",
            dependencies: ["CopierProtocol", "ReaderProtocol", "ReaderSandbox", "StrictCoding"]),
        .executableTarget(
            name: "keepsake-copier", dependencies: ["CopierSession", "MediaCopying"]),
        // The host's side of it, without a library.
        .target(
            name: "ContainedCopying",
            dependencies: [
                "ContainedReading", "CopierProtocol", "EvidenceModel", "ReaderProtocol",
                "SodiumPrimitives", "StrictCoding",
            ]),
        // The same copier, which tries to get out.
        .executableTarget(
            name: "keepsake-copier-planted",
            dependencies: ["CopierProtocol", "CopierSession", "MediaCopying", "StrictCoding"],
            path: "Tests/keepsake-copier-planted"),
        .testTarget(
            name: "ContainedCopyingTests",
            dependencies: [
                "ContainedCopying", "ContainedReading", "CopierProtocol", "DurableFiles",
                "EvidenceModel", "KeepsakeTestSupport", "ReaderProtocol", "SodiumPrimitives",
                "StrictCoding",
                "keepsake-copier", "keepsake-copier-planted",
            ]),
        // The same reader with importers that try to get out.
        .executableTarget(
            name: "keepsake-reader-planted",
            dependencies: [
                "EvidenceIntake", "EvidenceModel", "ReaderSession", "StrictCoding",
            ],
            path: "Tests/keepsake-reader-planted"),
        .testTarget(
            name: "ContainedReadingTests",
            dependencies: [
                "ContainedReading", "DurableFiles", "EvidenceModel", "KeepsakeTestSupport",
                "ReaderProtocol", "SodiumPrimitives", "SodiumSealing", "StrictCoding",
                "keepsake-reader",
                "keepsake-reader-planted",
            ]),
        .testTarget(
            name: "EvidenceIntakeTests",
            dependencies: [
                "ArchiveReading",
                "ContainedReading",
                "EvidenceIntake",
                "EvidenceModel",
                "KeepsakeTestSupport",
                "MailReading",
                "MediaProbe",
                "PhotoMetadata",
                "SodiumPrimitives",
                "StrictCoding",
                "keepsake-reader",
                "ZipFormat",
            ]),
        // What must hold whatever the bytes are: run by tests with what was found once, and by
        // `scripts/soak` with whatever a fuzzer comes upon.
        .target(
            name: "FuzzTargets",
            dependencies: [
                "AgeFormat",
                "BagItFormat",
                "BundleVerification",
                "ContainedCopying",
                "CopierProtocol",
                "DatabaseReading",
                "EvidenceIntake",
                "EvidenceModel",
                "EvidenceReport",
                "MinisignFormat",
                "PrinterProtocol",
                "ReaderProtocol",
                "StrictCoding",
                "TransparencyLog",
                "ZipFormat",
            ],
            path: "Tests/FuzzTargets"),
        .testTarget(
            name: "FuzzTargetTests",
            dependencies: ["FuzzTargets", "KeepsakeTestSupport", "StrictCoding"]),
        .testTarget(
            name: "XMLStreamTests",
            dependencies: ["KeepsakeTestSupport", "StrictCoding", "XMLStream"]),

        .testTarget(
            name: "StrictCodingTests", dependencies: ["KeepsakeTestSupport", "StrictCoding"]),
        .testTarget(
            name: "EvidenceModelTests",
            dependencies: ["EvidenceModel", "KeepsakeTestSupport", "StrictCoding"]),
        // The repository's own rules, held over its source tree.
        .testTarget(name: "PolicyTests"),
        // For tests only: a disk that fails on demand, repeatable chance and time.
        .target(
            name: "KeepsakeTestSupport",
            dependencies: [
                "CPseudoTerminal", "DurableFiles", "EvidenceModel", "SodiumPrimitives",
                "StrictCoding",
            ],
            path: "Tests/KeepsakeTestSupport"),
        .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
        // The same program with scrypt made quick, so that a script need not wait for each step.
        .executableTarget(
            name: "keepsake-quick", dependencies: ["KeepsakeCommands"], path: "Tests/keepsake-quick"
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "DurableFiles", "EvidenceModel", "KeepsakeTestSupport", "StrictCoding", "keepsake",
                "keepsake-check", "keepsake-copier", "keepsake-printer", "keepsake-quick",
                "keepsake-reader", "keepsake-reader-planted",
            ],
            exclude: ["Scripts", "Help"]),

        .testTarget(
            name: "DurableFilesTests",
            dependencies: ["DurableFiles", "KeepsakeTestSupport", "StrictCoding"]),
        // What people see and type.
        .systemLibrary(name: "CProcess"),
        .target(
            name: "KeepsakeConsole",
            dependencies: [
                "CProcess", "EvidenceModel", "SodiumPrimitives", "StrictCoding",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "CheckCommand",
            dependencies: [
                "AgeFormat", "BundleVerification", "DurableFiles", "EvidenceModel",
                "KeepsakeConsole", "SodiumPrimitives", "StrictCoding",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .target(
            name: "KeepsakeCommands",
            dependencies: [
                "AgeFormat",
                "AgeWriting",
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
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(name: "keepsake", dependencies: ["KeepsakeCommands"]),
        .executableTarget(name: "keepsake-check", dependencies: ["CheckCommand"]),

        .testTarget(
            name: "KeepsakeConsoleTests",
            dependencies: [
                "EvidenceModel", "KeepsakeConsole", "SodiumPrimitives", "StrictCoding",
            ]),
        .testTarget(
            name: "SodiumTests",
            dependencies: [
                "KeepsakeTestSupport", "SodiumPrimitives", "SodiumSealing", "StrictCoding",
            ]),
        .testTarget(
            name: "AgeTests",
            dependencies: [
                "AgeFormat", "AgeWriting", "KeepsakeTestSupport", "SodiumPrimitives",
                "SodiumSealing", "StrictCoding",
            ]),
        .testTarget(
            name: "MinisignTests",
            dependencies: [
                "KeepsakeTestSupport", "MinisignFormat", "SodiumPrimitives", "SodiumSealing",
                "StrictCoding",
            ]),
        .testTarget(
            name: "TransparencyLogTests",
            dependencies: [
                "KeepsakeTestSupport", "SodiumPrimitives", "SodiumSealing", "StrictCoding",
                "TransparencyLog",
            ]),
        .testTarget(
            name: "BagItFormatTests",
            dependencies: [
                "BagItFormat", "KeepsakeTestSupport", "SodiumPrimitives", "StrictCoding",
            ]),
        .testTarget(
            name: "BundleTests",
            dependencies: [
                "AgeFormat", "AgeWriting", "BagItFormat", "BundleSealing", "BundleVerification",
                "CheckCommand", "DurableFiles", "EvidenceModel", "KeepsakeTestSupport",
                "MinisignFormat", "SodiumPrimitives", "SodiumSealing", "StrictCoding",
                "TransparencyLog", "ZipFormat", "keepsake-check",
            ],
            exclude: ["Verdicts"]),
        .testTarget(
            name: "ZipFormatTests",
            dependencies: ["KeepsakeTestSupport", "StrictCoding", "ZipFormat"]),
        .testTarget(
            name: "EvidenceVaultTests",
            dependencies: [
                "AgeFormat", "AgeWriting", "DurableFiles", "EvidenceModel", "EvidenceVault",
                "KeepsakeTestSupport", "MinisignFormat", "SodiumPrimitives", "StrictCoding",
                "TransparencyLog",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// Fuzzing needs a sanitizer, and no program without one can hold its entry: `scripts/soak` asks for it.
if Context.environment["KEEPSAKE_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "keepsake-fuzz", dependencies: ["FuzzTargets", "StrictCoding"],
            path: "Tests/keepsake-fuzz"))
}

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + settings
}
