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

/// A C library of the system, by its module, its name for pkg-config and the packages to build with.
func library(_ name: String, _ pkgConfig: String? = nil, apt: String, brew: String) -> Target {
    .systemLibrary(
        name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}

/// Tests of these targets; each has what tests share, and bytes, besides.
func suite(_ name: String, of parts: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: parts + ["KeepsakeTestSupport", "StrictCoding"],
        exclude: exclude)
}

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
        library("CSodium", "libsodium", apt: "libsodium-dev", brew: "libsodium"),
        library("CExpat", "expat", apt: "libexpat1-dev", brew: "expat"),

        library("CSQLiteReading", "sqlite3", apt: "libsqlite3-dev", brew: "sqlite"),
        library("CArchive", "libarchive", apt: "libarchive-dev", brew: "libarchive"),

        // What photos say of themselves.
        library("CExif", "libexif", apt: "libexif-dev", brew: "libexif"),
        // What recordings and films say of themselves.
        library("CMediaInfo", apt: "libmediainfo-dev", brew: "libmediainfo"),

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
        suite("EvidenceCatalogueTests", of: ["EvidenceCatalogue", "EvidenceModel"]),

        // The report of a bundle: values in, a document out; no C library, so that what seals can make it.
        .target(name: "EvidenceReport", dependencies: ["EvidenceModel", "StrictCoding"]),

        suite(
            "EvidenceReportTests",
            of: [
                "ContainedPrinting", "ContainedReading", "EvidenceModel", "EvidenceReport",
                "SodiumPrimitives", "keepsake-printer",
            ]),
        // Records as tables, pages and texts that anybody can read.
        .target(name: "ReadableCopies", dependencies: ["EvidenceModel", "StrictCoding"]),
        suite("ReadableCopiesTests", of: ["EvidenceModel", "ReadableCopies"]),

        // The same as a PDF, made in a program of its own: Pango and Cairo behind our own C.
        library("CPangoCairo", "pangocairo", apt: "libpango1.0-dev", brew: "pango"),
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
        suite(
            "ReportPrintingTests",
            of: [
                "ContainedPrinting",
                "ContainedReading",
                "DurableFiles",
                "EvidenceReport",
                "KeepsakeConsole",
                "PrinterProtocol",
                "ReaderProtocol",
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
        library("CGMime", "gmime-3.0", apt: "libgmime-3.0-dev", brew: "gmime"),
        .target(name: "CMailParser", dependencies: ["CGMime"]),
        .target(name: "MailReading", dependencies: ["CMailParser", "StrictCoding"]),

        // One C library each, for the importers.
        .target(name: "XMLStream", dependencies: ["CExpat", "StrictCoding"]),
        // Foreign SQLite databases with their logs, out of sources and never out of files.
        .target(name: "CSourceDatabase", dependencies: ["CPagedDatabase", "CSQLiteReading"]),
        .target(
            name: "DatabaseReading",
            dependencies: ["CSQLiteReading", "CSourceDatabase", "StrictCoding"]),
        suite("DatabaseReadingTests", of: ["DatabaseReading", "DurableFiles"]),

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
        library("CHeif", "libheif", apt: "libheif-dev", brew: "libheif"),
        .systemLibrary(
            name: "CAudioVideo", pkgConfig: "libavformat",
            providers: [
                .apt([
                    "libavcodec-dev", "libavformat-dev", "libavutil-dev", "libswresample-dev",
                    "libswscale-dev",
                ]), .brew(["ffmpeg"]),
            ]),
        library("CJPEG", "libjpeg", apt: "libjpeg-dev", brew: "jpeg-turbo"),
        library("CColourProfile", "lcms2", apt: "liblcms2-dev", brew: "little-cms2"),
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
        suite(
            "ContainedCopyingTests",
            of: [
                "ContainedCopying",
                "ContainedReading",
                "CopierProtocol",
                "DurableFiles",
                "EvidenceModel",
                "ReaderProtocol",
                "SodiumPrimitives",
                "keepsake-copier",
                "keepsake-copier-planted",
            ]),
        // The same reader with importers that try to get out.
        .executableTarget(
            name: "keepsake-reader-planted",
            dependencies: [
                "EvidenceIntake", "EvidenceModel", "ReaderSession", "StrictCoding",
            ],
            path: "Tests/keepsake-reader-planted"),
        suite(
            "ContainedReadingTests",
            of: [
                "ContainedReading",
                "DurableFiles",
                "EvidenceModel",
                "ReaderProtocol",
                "SodiumPrimitives",
                "SodiumSealing",
                "keepsake-reader",
                "keepsake-reader-planted",
            ]),
        suite(
            "EvidenceIntakeTests",
            of: [
                "ArchiveReading",
                "ContainedReading",
                "EvidenceIntake",
                "EvidenceModel",
                "MailReading",
                "MediaProbe",
                "PhotoMetadata",
                "SodiumPrimitives",
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
        suite("FuzzTargetTests", of: ["FuzzTargets"]),
        suite("XMLStreamTests", of: ["XMLStream"]),

        suite("StrictCodingTests", of: []),
        suite("EvidenceModelTests", of: ["EvidenceModel"]),
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
        suite(
            "CommandTests",
            of: [
                "DurableFiles",
                "EvidenceModel",
                "keepsake",
                "keepsake-check",
                "keepsake-copier",
                "keepsake-printer",
                "keepsake-quick",
                "keepsake-reader",
                "keepsake-reader-planted",
            ], exclude: ["Scripts", "Help"]),

        suite("DurableFilesTests", of: ["DurableFiles"]),
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

        suite(
            "KeepsakeConsoleTests", of: ["EvidenceModel", "KeepsakeConsole", "SodiumPrimitives"]),
        suite("SodiumTests", of: ["SodiumPrimitives", "SodiumSealing"]),
        suite("AgeTests", of: ["AgeFormat", "AgeWriting", "SodiumPrimitives", "SodiumSealing"]),
        suite("MinisignTests", of: ["MinisignFormat", "SodiumPrimitives", "SodiumSealing"]),
        suite(
            "TransparencyLogTests", of: ["SodiumPrimitives", "SodiumSealing", "TransparencyLog"]),
        suite("BagItFormatTests", of: ["BagItFormat", "SodiumPrimitives"]),
        suite(
            "BundleTests",
            of: [
                "AgeFormat",
                "AgeWriting",
                "BagItFormat",
                "BundleSealing",
                "BundleVerification",
                "CheckCommand",
                "DurableFiles",
                "EvidenceModel",
                "MinisignFormat",
                "SodiumPrimitives",
                "SodiumSealing",
                "TransparencyLog",
                "ZipFormat",
                "keepsake-check",
            ], exclude: ["Verdicts"]),
        suite("ZipFormatTests", of: ["ZipFormat"]),
        suite(
            "EvidenceVaultTests",
            of: [
                "AgeFormat",
                "AgeWriting",
                "DurableFiles",
                "EvidenceModel",
                "EvidenceVault",
                "MinisignFormat",
                "SodiumPrimitives",
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
