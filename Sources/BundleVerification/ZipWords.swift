// SPDX-License-Identifier: Apache-2.0

import ZipFormat

/// What a refused ZIP structure is called in a finding.
enum ZipWords {
    /// The subject: the file whose header it is, where the members are known by their place.
    static func subject(of error: ZipError, names: [String], archive: String) -> String {
        switch error.part {
        case .localHeader(let member), .data(let member), .centralHeader(let member):
            member < names.count ? names[member] : archive
        case .archive, .zip64EndRecord, .zip64Locator, .endRecord: archive
        }
    }

    /// What is wrong, in plain words.
    static func detail(of error: ZipError) -> String {
        let part =
            switch error.part {
            case .archive: "the ZIP file"
            case .localHeader(let member): "the ZIP header of file \(member + 1)"
            case .data(let member): "the data of file \(member + 1)"
            case .centralHeader(let member): "the ZIP directory's line of file \(member + 1)"
            case .zip64EndRecord, .zip64Locator, .endRecord: "the end of the ZIP directory"
            }
        let fault =
            switch error.fault {
            case .path: "has a path that is not permitted"
            case .pathRepeated, .pathClash: "has a path that another file has"
            case .gap: "has other bytes before it"
            case .overlap: "overlaps another part"
            case .limit: "is beyond what this tool reads"
            case .crcDiffers: "has another CRC-32 than is stated"
            case .noSignature: "does not begin as it must"
            case .tooShort, .outOfBounds: "does not fit into the file"
            case .zip64NotNeeded, .zip64Malformed: "uses ZIP64 in a way that is not permitted"
            case .field, .count, .sizeDiffers, .outOfOrder:
                "differs from the one permitted encoding"
            }
        return "\(part) \(fault)"
    }
}
