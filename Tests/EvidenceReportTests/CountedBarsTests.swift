// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import EvidenceReport
import KeepsakeTestSupport
import StrictCoding
import Testing

/// The places of the charts, of random days.
@Suite struct CountedBarsTests {
    @Test func `every day has its place, and long stretches with nothing have one together`() {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix64(seed: seed)
        for turn in 0..<300 {
            let reach = [30, 400, 4000, 40_000, 2_000_000].randomElement(using: &random) ?? 30
            // From the year 0 on; a Timestamp has four digits for it.
            let days = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                Int64.random(in: -700_000...(-700_000 + Int64(reach)), using: &random)
            }
            let bars = CountedBars(days, limit: 270, fold: 8)
            let name: Comment = "seed \(seed), turn \(turn)"
            #expect(bars.places.count <= 270, name)
            #expect(bars.labels.count == bars.places.count, name)
            // Nothing is lost, unless it is said.
            let counts = bars.counts(days.map { ($0, 1) })
            let sum = counts.reduce(0, +)
            #expect(bars.isCut ? sum < days.count : sum == days.count, name)
            var nothing: Int64 = 0
            for (index, place) in bars.places.enumerated() {
                switch place {
                case .nothing(let count):
                    #expect(count > 8 && counts[index] == 0, name)
                    #expect(nothing == 0, name)
                    nothing = 0
                case .span:
                    nothing = counts[index] == 0 ? nothing + 1 : 0
                    #expect(nothing <= 8, name)
                }
            }
            // The same places in the simplest way: one after the other, counted.
            var number: Int64?
            for place in bars.places {
                switch (place, number) {
                case (.span(let next), let last?):
                    #expect(next == last + 1, name)
                    number = next
                case (.span(let next), nil): number = next
                case (.nothing(let count), let last): number = last.map { $0 + count }
                }
            }
            if case .nothing? = bars.places.last { Issue.record(name) }
        }
    }

    @Test(
        arguments: [
            (-3, "1969-12-29"), (0, "1969-12-29"), (3, "1969-12-29"), (4, "1970-01-05"),
            (-4, "1969-12-22"), (20_750, "2026-10-19"),
        ] as [(Int64, String)])
    func `a week is named by its Monday`(day: Int64, label: String) {
        #expect(CountedBars([day], limit: 270, fold: 8).labels == [label])
    }

    @Test func `no day has no place`() {
        #expect(CountedBars([], limit: 270, fold: 8).places.isEmpty)
    }
}
