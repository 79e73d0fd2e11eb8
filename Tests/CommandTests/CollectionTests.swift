// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// A vault with every export file that is at hand, the hostile ones among them.
@Suite struct CollectionTests {
    @Test func `a vault with the whole collection is added, verified, searched and told in order`()
        throws
    {
        guard let samples = Samples.folder else {
            print("SKIPPED: the collection of samples is absent (set KEEPSAKE_SAMPLES)")
            return
        }
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            let first = try house.keepsake("add", samples.path())
            #expect(first.status == 0, "\(first.errorText)")
            // Whatever was in the files, nothing of it moves a terminal.
            #expect(!first.out.contains(0x1B) && !first.errors.contains(0x1B))
            let kept = try house.keepsake("list", "--json")
            let count = Self.count("\"number\":", in: kept.outText)
            #expect(count > 1000, "\(count) items")

            let verified = try house.keepsake("verify")
            #expect(verified.status == 0)
            #expect(verified.outText.contains("match what was recorded"))

            let searched = try house.keepsake("search", "easyhotel")
            #expect(searched.status == 0 && searched.outText.contains("easyHotel"))
            let timeline = try house.keepsake("timeline", "--names")
            #expect(timeline.status == 0 && timeline.outText.contains("By week, from Monday:"))
            #expect(!timeline.out.contains(0x1B) && !searched.out.contains(0x1B))
            #expect(try house.keepsake("people", "--json").status == 0)

            let objects = try house.files(below: "home/Keepsake/objects").count
            let second = try house.keepsake("add", samples.path())
            #expect(second.status == 0)
            #expect(second.outText.hasPrefix("Nothing was kept twice. "))
            #expect(try house.files(below: "home/Keepsake/objects").count == objects)
            #expect(try house.keepsake("verify").status == 0)
            print("the whole collection: \(count) items, \(objects) objects")
        }
    }

    private static func count(_ needle: String, in text: String) -> Int {
        text.components(separatedBy: needle).count - 1
    }
}
