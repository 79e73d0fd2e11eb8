// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Each exit status, by a way to come to it. `internal` alone has none: it is our own fault.
@Suite struct ReturnCodeTests {
    static let ways: [EvidenceModel.ExitStatus: @Sendable (Household) throws -> ProgramResult] = [
        .done: { try $0.keepsake("list") },
        .partial: { house in
            try house.write("a.txt", "a")
            return try house.keepsake("add", "a.txt", "missing.txt")
        },
        .noVault: { try $0.keepsake("list", "--vault", "nowhere") },
        .busy: { house in
            // Somebody writes a note at a terminal meanwhile.
            var other = house.program("keepsake", ["note", "--passphrase-file", "pw"])
            other.dialogue = [
                .expect("> "), .type(Bytes(text: "half\n")), .expect("> "), .expect("never shown"),
            ]
            other.limit = 8
            let otherRun = other
            Thread.detachNewThread { _ = try? otherRun.run() }
            // Until the other has the lock, this one may have it.
            var result: ProgramResult
            var tries = 0
            repeat {
                Thread.sleep(forTimeInterval: 0.5)
                result = try house.keepsake("add", "pw")
                tries += 1
            } while result.status == 0 && tries < 12
            return result
        },
        .notOpened: { house in
            try house.write("wrong", "another passphrase altogether\n")
            return try house.program("keepsake", ["list", "--passphrase-file", "wrong"]).run()
        },
        .altered: { house in
            try house.seal()
            var data = try #require(house.read("b.zip"))
            data[data.count / 2] ^= 1
            try data.write(to: URL(fileURLWithPath: house.folder + "/b.zip"))
            return try house.program("keepsake-check", ["b.zip", "-i", "me.key"]).run()
        },
        .incomplete: { house in
            try house.write("a.txt", "a")
            _ = try house.keepsake("add", "a.txt")
            try FileManager.default.removeItem(atPath: house.vault + "/objects")
            return try house.keepsake("get", "3", "--into", "out")
        },
        .sealerUnknown: { house in
            try house.seal()
            return try house.program("keepsake-check", ["b.zip", "-i", "me.key"]).run()
        },
        .cannotCheck: { try $0.program("keepsake-check", ["pw"]).run() },
        .usage: { try $0.program("keepsake", ["lost"]).run() },
        .noInput: { try $0.program("keepsake-check", ["missing.zip"]).run() },
        .exists: { try $0.keepsake("new") },
        .storage: { house in
            try house.system("sh", "-c", "keepsake-quick card > /dev/full")
        },
        .interrupted: { house in
            var run = house.program("keepsake", ["list"])
            run.dialogue = [.expect("Passphrase: "), .type(Bytes([3]))]
            return try run.run()
        },
    ]

    @Test func `every exit status has a way to it`() {
        #expect(Set(Self.ways.keys).union([.internal]) == Set(EvidenceModel.ExitStatus.allCases))
    }

    @Test(arguments: EvidenceModel.ExitStatus.allCases.filter { $0 != .internal })
    func `a command ends as the table says`(status: EvidenceModel.ExitStatus) throws {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            let way = try #require(Self.ways[status])
            let result = try way(house)
            #expect(result.status == status.rawValue, "\(result.outText)\(result.errorText)")
            // Verdicts are results; every other ending that is no success says why on standard error.
            let isVerdict = (20...23).contains(status.rawValue) && status != .incomplete
            if status != .done, status != .partial {
                #expect(isVerdict ? !result.out.isEmpty : !result.errors.isEmpty)
            }
        }
    }
}

extension Household {
    /// Adds a file and seals it for a new key: `b.zip` and `me.key`.
    fileprivate func seal() throws {
        try write("a.txt", "a")
        #expect(try keepsake("add", "a.txt").status == 0)
        #expect(try program("keepsake", ["identity", "new", "-o", "me.key"]).run().status == 0)
        let key = String(decoding: try #require(read("me.key")), as: UTF8.self)
        let recipient = try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output
        #expect(
            try keepsake("seal", "--everything", "--for", String(recipient), "-o", "b.zip").status
                == 0)
    }
}
