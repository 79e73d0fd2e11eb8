// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
package import StrictCoding

/// A file that a manifest of a new bag lists.
package struct BagListedFile: Hashable, Sendable {
    /// The path below the bag's folder.
    package let path: String
    /// Bytes of the file.
    package let size: UInt64
    /// Its digest.
    package let sha256: Digest

    /// Takes what is known of the file; its bytes are not needed.
    package init(path: String, size: UInt64, sha256: Digest) {
        self.path = path
        self.size = size
        self.sha256 = sha256
    }

    /// A file that is at hand.
    package init(path: String, bytes: Bytes) {
        self.init(
            path: path, size: UInt64(bytes.count), sha256: SHA256Hasher.digest(of: bytes.span))
    }
}

/// A tag file of a new bag: where it goes and what is in it.
package struct BagTagFile: Hashable, Sendable {
    /// The path below the bag's folder.
    package let path: String
    /// The file's bytes.
    package let bytes: Bytes
}

/// Why a bag is not written. Closed; names stay out of it.
package enum BagWriteError: Error, Hashable, Sendable {
    /// The n-th payload file's path is refused.
    case payloadPath(Int, BagPathFault)
    /// The n-th other file's path is refused.
    case otherPath(Int, BagPathFault)
    /// A path stands twice.
    case repeatedPath
    /// The n-th other file has the name of a file that is made here.
    case reservedName(Int)
    /// The n-th field of the bag's information cannot be written, or is one that is made here.
    case field(Int)
    /// The payload's octets have more digits than are read again.
    case payloadTooLarge
    /// Above a limit.
    case limit(BagLimit)
}

/// Makes the tag files of a BagIt 1.0 bag (RFC 8493) with SHA-256.
package enum BagItWriter {
    /// A number of more than 18 digits is not read as a Payload-Oxum.
    private static let largestPayload: UInt64 = 1_000_000_000_000_000_000
    private static let reserved: Set<String> = [
        "bagit.txt", "bag-info.txt", "fetch.txt", "package-info.txt", "data",
    ]

    /// `bagit.txt`, `bag-info.txt`, `manifest-sha256.txt` and `tagmanifest-sha256.txt`, in this order.
    ///
    /// - Parameters:
    ///   - payload: every file under `data/`.
    ///   - info: what the bag says about itself; Payload-Oxum is added as the last field.
    ///   - others: every other file that is to be covered by the tag manifest.
    /// - Throws: `BagWriteError`; then nothing was made.
    package static func tagFiles(
        payload: [BagListedFile], info: [BagInfo.Field], others: [BagListedFile] = [],
        limits: BagLimits = BagLimits()
    ) throws(BagWriteError) -> [BagTagFile] {
        guard payload.count + others.count + 4 <= limits.files else { throw .limit(.files) }
        for (index, file) in payload.enumerated() {
            let path = Bytes(text: file.path)
            if let fault = BagPath.fault(of: path, limits: limits) {
                throw .payloadPath(index, fault)
            }
            guard BagPath.isPayload(path) else { throw .payloadPath(index, .notPayload) }
        }
        for (index, file) in others.enumerated() {
            let path = Bytes(text: file.path)
            if let fault = BagPath.fault(of: path, limits: limits) {
                throw .otherPath(index, fault)
            }
            guard !BagPath.isPayload(path) else { throw .otherPath(index, .payload) }
            guard !reserved.contains(file.path), BagManifest.named(path) == nil else {
                throw .reservedName(index)
            }
        }
        let declaration = BagTagFile(path: "bagit.txt", bytes: BagDeclaration.canonical)
        let information = BagTagFile(
            path: "bag-info.txt", bytes: try self.information(info, payload, limits))
        let manifest = try self.manifest(.payload, payload, limits)
        let listed = [declaration, information, manifest].map {
            BagListedFile(path: $0.path, bytes: $0.bytes)
        }
        let tagManifest = try self.manifest(.tags, listed + others, limits)
        return [declaration, information, manifest, tagManifest]
    }

    private static func information(
        _ fields: [BagInfo.Field], _ payload: [BagListedFile], _ limits: BagLimits
    ) throws(BagWriteError) -> Bytes {
        for (index, field) in fields.enumerated() {
            guard isLabel(field.label), field.label.lowercased() != "payload-oxum",
                field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
            else { throw .field(index) }
        }
        var octets: UInt64 = 0
        for file in payload {
            let (sum, overflow) = octets.addingReportingOverflow(file.size)
            guard !overflow, sum < largestPayload else { throw .payloadTooLarge }
            octets = sum
        }
        let oxum = BagOxum(octets: octets, files: UInt64(payload.count))
        let bytes = BagInfo(fields + [BagInfo.Field(BagInfo.oxumLabel, oxum.text)]).encoded()
        guard bytes.count <= limits.infoBytes else { throw .limit(.infoBytes) }
        return bytes
    }

    /// Letters, digits and hyphens, as all labels of RFC 8493 are.
    private static func isLabel(_ label: String) -> Bool {
        !label.isEmpty
            && label.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    private static func manifest(
        _ kind: BagManifest.Kind, _ files: [BagListedFile], _ limits: BagLimits
    ) throws(BagWriteError) -> BagTagFile {
        var digests: [Bytes: Bytes] = [:]
        for file in files {
            let path = Bytes(text: file.path)
            guard digests.updateValue(file.sha256.bytes, forKey: path) == nil else {
                throw .repeatedPath
            }
        }
        let manifest = BagManifest(
            kind, .sha256, paths: files.map { Bytes(text: $0.path) }, digests: digests)
        let bytes = manifest.encoded()
        guard bytes.count <= limits.manifestBytes else { throw .limit(.manifestBytes) }
        return BagTagFile(path: String(decoding: manifest.file, as: UTF8.self), bytes: bytes)
    }
}
