// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import Testing

@Suite struct StatedMomentTests {
    private func read(_ text: String) -> StatedMoment { StatedMoment(text, today: "2026-03-01") }

    @Test func `what people write for a day and a time is read`() {
        for (text, moment) in [
            ("2026-11-20", "2026-11-20"), ("2026-11-20 15:10", "2026-11-20T15:10"),
            ("2026-11-20T15:10+01:00", "2026-11-20T15:10+01:00"),
            ("20 Nov 2026", "2026-11-20"), ("20 November 2026, 15:10", "2026-11-20T15:10"),
            ("Friday 20th nov. 2026 at 3.10 pm", "2026-11-20T15:10"),
            ("November 20, 2026", "2026-11-20"), ("3rd May 2024 03:10", "2024-05-03T03:10"),
            ("today", "2026-03-01"), ("yesterday, 3pm", "2026-02-28T15:00"),
            ("Today at 12am", "2026-03-01T00:00"), ("today 12.30pm", "2026-03-01T12:30"),
            ("20/11/2026", "2026-11-20"), ("11/20/2026 18:05", "2026-11-20T18:05"),
            ("04.04.2021", "2021-04-04"), ("today 0:30", "2026-03-01T00:30"),
        ] {
            #expect(read(text) == .moment(moment), "\(text)")
        }
    }

    @Test func `nothing is guessed`() {
        for text in ["03/04/2021", "3-4-2021", "03.04.2021 15:10"] {
            #expect(read(text) == .unclearDay, "\(text)")
        }
        for text in ["today 3:10", "20 Nov 2026, 3.10", "yesterday 11:59"] {
            #expect(
                read(text) == (text.hasSuffix("11:59") ? .moment("2026-02-28T11:59") : .unclearHour)
            )
        }
        for text in [
            "", " ", "last Tuesday", "after school", "30 Feb 2026", "2026-13-01", "today 25:00",
            "today 13pm", "20/11/26", "20 Nov", "99/99/2021", "today 3:1", "yesterday -1:00",
            "20 Nov 2026 15:10 or so", "9999999999999999999/1/2021", "1 2 3", "today today",
        ] {
            #expect(read(text) == .words, "\(text)")
        }
    }
}
