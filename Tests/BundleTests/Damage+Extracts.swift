// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import BundleVerification
import StrictCoding

extension DamageKinds {
    /// What can be wrong with an extract. It is EX/4, of the item that entry 6 records.
    static let ofExtracts: [String: Maker] = [
        "an extract among the exhibits": { _ in
            let sample = try Sample.withExtract()
            return try honest(sample, sample.bundle)
        },
        "an extract's table changed": { _ in
            try withExtract { $0.bag["data/readable/EX-4/extract.csv"]!.append(text: "4,four") }
        },
        "an extract's table changed, lists as they were": { _ in
            try withExtract(list: false) {
                $0.bag["data/readable/EX-4/extract.csv"]![0] ^= 1
            }
        },
        "an extract's page left out": { _ in
            try withExtract { $0.bag["data/readable/EX-4/extract.html"] = nil }
        },
        "an extract's attached file changed": { _ in
            try withExtract { $0.bag["data/readable/EX-4/attachments/0002-1-a.jpg"]![0] ^= 1 }
        },
        "the entry of an extract's original left out": { _ in
            try withExtract {
                $0.bag[BundlePaths.entry(6)] = nil
                $0.bag[BundlePaths.proof(6)] = nil
            }
        },
        "an extract's mark moved to another kind of entry": { _ in
            try withExtract { forge in try extract(&forge) { $0["entry"] = .integer(2) } }
        },
        "an extract that is not in the permitted form": { _ in
            try withExtract { forge in
                try extract(&forge) { mark in
                    var extract = mark["extract"]!.object!
                    extract["ranges"] = .array([.array([.integer(2), .integer(6)])])
                    mark["extract"] = .object(extract)
                }
            }
        },
        "an extract's mark with the path of an original": { _ in
            try withExtract { forge in
                forge.bag["data/exhibits/EX-4/chat.txt"] = Bytes(
                    text: "one\ntwo\nthree\nfour\nfive\n")
                try extract(&forge) { $0["path"] = .string("data/exhibits/EX-4/chat.txt") }
            }
        },
        "the original beside an extract": { _ in
            try withExtract { forge in
                forge.bag["data/exhibits/EX-4/chat.txt"] = Bytes(
                    text: "one\ntwo\nthree\nfour\nfive\n")
            }
        },
        "an extract's files in the folder of another mark": { _ in
            try withExtract { forge in
                let path = "data/readable/EX-1/extract.csv"
                forge.bag[path] = forge.bag.removeValue(forKey: "data/readable/EX-4/extract.csv")
                try extract(&forge) { mark in
                    var extract = mark["extract"]!.object!
                    var csv = extract["csv"]!.object!
                    csv["path"] = .string(path)
                    extract["csv"] = .object(csv)
                    mark["extract"] = .object(extract)
                }
            }
        },
        "an extract in the first format": { _ in
            try withExtract { forge in
                try forge.edit(BundlePaths.sealing) { $0["v"] = .integer(1) }
            }
        },
        "the second format without an extract": { sample in
            try bySealer(sample) { forge in
                try forge.edit(BundlePaths.sealing) { $0["v"] = .integer(2) }
            }
        },
    ]

    private static func withExtract(
        list: Bool = true, _ change: (inout Forge) throws -> Void
    ) throws -> Case {
        try bySealer(Sample.withExtract(), list: list, change)
    }

    private static func extract(
        _ forge: inout Forge, _ change: (inout [String: JSONValue]) -> Void
    ) throws {
        try forge.edit(BundlePaths.sealing) { fields in
            var marks = fields["marks"]!.array!.map { $0.object! }
            change(&marks[3])
            fields["marks"] = .array(marks.map { .object($0) })
        }
    }
}
