// SPDX-License-Identifier: Apache-2.0
// A wrong fixture stops the test at once.
// swift-format-ignore-file: NeverForceUnwrap

import BundleVerification
import StrictCoding

extension DamageKinds {
    /// What can be wrong with exhibits that are entries. The incident is EX/4 and entry 6, with a
    /// description in entry 7.
    static let ofStatements: [String: Maker] = [
        "an incident among the exhibits": { _ in
            let sample = try Sample.withIncident()
            return try honest(sample, sample.bundle)
        },
        "the entry of an incident left out": { _ in
            try withIncident {
                $0.bag[BundlePaths.entry(6)] = nil
                $0.bag[BundlePaths.proof(6)] = nil
            }
        },
        "the entry of an incident edited": { _ in
            try withIncident {
                try $0.edit(BundlePaths.entry(6)) { $0["where"] = .string("the station") }
            }
        },
        "the proof of an incident left out": { _ in
            try withIncident { $0.bag[BundlePaths.proof(6)] = nil }
        },
        "an incident listed twice": { _ in
            try withIncident { forge in
                try marks(&forge) { $0.append($0[3].merging(["mark": .string("EX/5")]) { $1 }) }
            }
        },
        "an incident's mark moved to another kind of entry": { _ in
            try withIncident { forge in try marks(&forge) { $0[3]["entry"] = .integer(7) } }
        },
        "an incident's mark moved to an entry that is not there": { _ in
            try withIncident { forge in try marks(&forge) { $0[3]["entry"] = .integer(1) } }
        },
        "an incident's mark with a path": { _ in
            try withIncident { forge in
                try marks(&forge) { $0[3]["path"] = .string("data/exhibits/EX-4/note.txt") }
            }
        },
        "the path of an exhibit's mark left out": { _ in
            try withIncident { forge in try marks(&forge) { $0[0]["path"] = nil } }
        },
        "an incident's text removed": { _ in
            try withIncident(list: false) { $0.bag["data/readable/EX-4/incident.txt"] = nil }
        },
        "an incident's text changed": { _ in
            try withIncident(list: false) {
                $0.bag["data/readable/EX-4/incident.txt"]!.append(text: "more\n")
            }
        },
        "descriptions left out, with a word for it": { _ in
            try withIncident { forge in
                try forge.edit(BundlePaths.sealing) {
                    $0["leftOut"] = .array([.string("item.described")])
                }
            }
        },
        "sealing.json says in another form what was left out": { _ in
            try withIncident { forge in
                try forge.edit(BundlePaths.sealing) { $0["leftOut"] = .array([]) }
            }
        },
    ]

    private static func withIncident(
        list: Bool = true, _ change: (inout Forge) throws -> Void
    ) throws -> Case {
        try bySealer(Sample.withIncident(), list: list, change)
    }

    private static func marks(
        _ forge: inout Forge, _ change: (inout [[String: JSONValue]]) -> Void
    ) throws {
        try forge.edit(BundlePaths.sealing) { fields in
            var marks = fields["marks"]!.array!.map { $0.object! }
            change(&marks)
            fields["marks"] = .array(marks.map { .object($0) })
        }
    }
}
