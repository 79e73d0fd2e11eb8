// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import KeepsakeTestSupport
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_795_372_800_123, "2026-11-22T18:40:00.123Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
    ])
    func `known moments`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).text == text)
        #expect(Timestamp(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-22T18:40:00Z", "2026-11-22T18:40:00.12Z", "2026-11-22T18:40:00.1234Z",
        "2026-11-22 18:40:00.123Z", "2026-11-22t18:40:00.123z", "2026-11-22T18:40:00.123",
        "2026-11-22T18:40:00.123+00:00", "2026-11-22T24:00:00.000Z", "2026-11-22T23:60:00.000Z",
        "2026-11-22T23:59:60.000Z", "2026-02-29T00:00:00.000Z", "2026-04-31T00:00:00.000Z",
        "1900-02-29T00:00:00.000Z", "2026-00-01T00:00:00.000Z", "2026-13-01T00:00:00.000Z",
        "2026-01-00T00:00:00.000Z", "2026-01-32T00:00:00.000Z", "-026-01-01T00:00:00.000Z",
        "+026-01-01T00:00:00.000Z", " 2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z\n",
        "2026-01-01T00:00:00,000Z", "2026-01-01T00:00:00.00\u{660}Z", "99999-01-01T00:00:00.000Z",
    ])
    func `no other writing is read`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `random moments come back the same and in order`() {
        var random = SplitMix64(seed: 1970)
        var previous: Timestamp?
        for round in 0..<5_000 {
            let moment = Timestamp(
                milliseconds: Int64.random(in: Timestamp.range, using: &random))
            #expect(Timestamp(moment.text) == moment, "seed 1970 round \(round)")
            if let previous {
                // Texts of one length sort as the moments do.
                #expect((previous < moment) == (previous.text < moment.text), "round \(round)")
            }
            previous = moment
        }
    }

    @Test func `every day of four centuries comes back the same`() {
        for day in stride(from: Int64(-25_567), to: 120_530, by: 7) {
            for edge in [Int64(0), 86_399_999] {
                let moment = Timestamp(milliseconds: day * 86_400_000 + edge)
                #expect(Timestamp(moment.text) == moment, "\(moment.text)")
            }
        }
    }

    @Test func `moments beyond the years that can be written are moved to their edge`() {
        #expect(Timestamp(milliseconds: .max).text == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp(milliseconds: .min).text == "0000-01-01T00:00:00.000Z")
    }
}
