// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Promise 6: a program that is killed costs nothing that was reported as kept.
@Suite struct KillTests {
    /// How often `add` is killed.
    static let times = 100
    /// Vaults that these are spread over, so that none grows long.
    static let vaults = 10

    @Test func `kill -9 during add costs nothing that was reported as kept`() throws {
        var random = SplitMix64(seed: UInt64.random(in: 0...UInt64.max))
        let seed = random
        var reportedInAll = 0
        var killedInAll = 0
        for _ in 0..<Self.vaults {
            try Household.lend { house in
                #expect(try house.keepsake("new").status == 0)
                for number in 0..<40 { try house.write("in/\(number).txt", "text \(number)\n") }
                var reported: Set<String> = []
                for _ in 0..<(Self.times / Self.vaults) {
                    let wait = Double(random.next() % 400) / 1000
                    var run = house.program(
                        "keepsake", ["add", "in", "--json", "--passphrase-file", "pw"])
                    run.started = { pid in
                        Thread.detachNewThread {
                            Thread.sleep(forTimeInterval: wait)
                            kill(pid, SIGKILL)
                        }
                    }
                    let result = try run.run()
                    if result.status == 128 + SIGKILL { killedInAll += 1 }
                    for object in objects(in: result) {
                        guard let item = object["number"]?.integer,
                            let sha256 = object["sha256"]?.text
                        else { continue }
                        reported.insert("\(item) \(sha256)")
                    }
                }
                reportedInAll += reported.count
                // The next command works, and everything that was reported is there.
                let list = try house.keepsake("list", "--json")
                #expect(list.status == 0, "\(list.errorText), \(seed)")
                let items = objects(in: list).first?["items"]?.array ?? []
                let there = Set(
                    items.compactMap { item in
                        item["number"]?.integer.flatMap { number in
                            item["sha256"]?.text.map { "\(number) \($0)" }
                        }
                    })
                #expect(
                    reported.isSubset(of: there), "lost \(reported.subtracting(there)), \(seed)")
                #expect(try house.keepsake("add", "in/0.txt").status == 0, "\(seed)")
                // Each original that was reported comes out as it went in.
                if let last = items.last?["number"]?.integer {
                    #expect(try house.keepsake("get", "\(last)", "--into", "out").status == 0)
                }
                let verify = try house.keepsake("verify", "--json")
                #expect(verify.status == 0, "\(verify.outText)\(verify.errorText), \(seed)")
                let tidy = try house.keepsake("verify", "--tidy", "--json")
                #expect(tidy.status == 0)
                #expect(objects(in: tidy).first?["leftOvers"]?.array == [])
            }
        }
        #expect(killedInAll > 0, "nothing was killed in time, \(seed)")
        #expect(reportedInAll > 0, "nothing was reported in time, \(seed)")
    }
}
