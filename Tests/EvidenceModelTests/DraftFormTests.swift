// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding
import Testing

@Suite struct DraftFormTests {
    @Test func `a draft is one line that reads back to itself`() throws {
        let draft = Draft(
            .incident, began: Timestamp(milliseconds: 1_795_372_800_001), next: "reports/officer",
            answers: [
                "what": .string("one\ntwo \u{202E}x"),
                "when": .object(["from": .string("2026-11-20")]),
            ])
        let bytes = draft.encoded()
        #expect(bytes.last == 10 && !bytes.dropLast().contains(10))
        #expect(try Draft(parsing: bytes.span) == draft)
        let order = Draft(.order, began: draft.began)
        #expect(try Draft(parsing: order.encoded().span) == order)
    }

    @Test func `what is no draft is refused`() {
        for text in [
            "", "\n", "{}\n", "[]\n", "{\"v\":1}\n",
            "{\"answers\":{},\"began\":\"2026-11-22T18:40:00.123Z\",\"draft\":\"incident\",\"v\":2}\n",
            "{\"answers\":{},\"began\":\"2026-11-22T18:40:00.123Z\",\"draft\":\"poem\",\"v\":1}\n",
            "{\"answers\":[],\"began\":\"2026-11-22T18:40:00.123Z\",\"draft\":\"order\",\"v\":1}\n",
            "{\"answers\":{},\"began\":\"yesterday\",\"draft\":\"order\",\"v\":1}\n",
            "{\"answers\":{},\"draft\":\"order\",\"v\":1}\n",
            "{\"answers\":{},\"began\":\"2026-11-22T18:40:00.123Z\",\"draft\":\"order\",\"v\":1}",
        ] {
            #expect(throws: EntryError.self, "\(text)") {
                try Draft(parsing: Bytes(text: text).span)
            }
        }
    }
}
