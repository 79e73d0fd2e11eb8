// SPDX-License-Identifier: Apache-2.0

import EvidenceIntake
import EvidenceModel
import StrictCoding
import Testing

/// Reads a text as the chat that its name says.
func readChat(
    _ text: String, name: String = "WhatsApp Chat with Alex.txt", order: DateOrder? = nil
) throws -> (records: [MessageRecord], result: IntakeResult) {
    let list = RecordList()
    let input = try IntakeInput(
        files: [IntakeFile(name: name, source: MemorySource(Bytes(text: text)))], dateOrder: order)
    let result = try Intake.read(input, to: list)
    return (list.records, result)
}

@Suite struct WhatsAppDateTests {
    /// One line for each date and time, by an Android phone.
    private func chat(_ dates: [String], time: String = "10:15") -> String {
        dates.map { "\($0), \(time) - Alex: hello\n" }.joined()
    }

    private func order(_ dates: [String]) throws -> String {
        let facts = try readChat(chat(dates)).result.facts.facts
        return (facts["dateOrder"] ?? "") + " " + (facts["dateOrderBasis"] ?? "")
    }

    @Test func `numbers above twelve settle the order of a whole file`() throws {
        #expect(try order(["03/04/21", "13/04/21"]) == "dmy numbers")
        #expect(try order(["03/04/21", "04/13/21"]) == "mdy numbers")
        #expect(try order(["2021/04/03", "2021/04/04"]) == "ymd numbers")
        // 31 February is no date in any order, so it speaks for none.
        #expect(try order(["03/04/21", "31/02/21"]) == "undecided undecided")
        #expect(try order(["03/04/21", "13/04/21", "04/13/21"]) == "undecided undecided")
    }

    @Test func `a single day stays two readings until the person says which`() throws {
        let text = chat(["03/04/2021", "03/04/2021"])
        let (records, result) = try readChat(text)
        let first = try #require(records.first)
        #expect(first.time == nil)
        #expect(
            first.readings.map(\.text) == ["2021-03-04T10:15:00", "2021-04-03T10:15:00"])
        #expect(result.facts.occurred?.isAmbiguous == true)
        #expect(result.facts.occurred?.from?.text == "2021-03-04T10:15:00")
        #expect(result.facts.occurred?.to?.text == "2021-04-03T10:15:00")
        #expect(result.facts.facts["ambiguousTimes"] == "2")
        let stated = try readChat(text, order: .dayFirst)
        #expect(stated.records[0].time?.text == "2021-04-03T10:15:00")
        #expect(stated.result.facts.occurred?.isAmbiguous == false)
        #expect(stated.result.facts.facts["dateOrderBasis"] == "stated")
    }

    @Test func `the same number twice is no question`() throws {
        let (records, result) = try readChat(chat(["04/04/2021"]))
        let first = try #require(records.first)
        #expect(first.time?.text == "2021-04-04T10:15:00" && first.readings.isEmpty)
        #expect(result.facts.occurred?.isAmbiguous == false)
    }

    @Test func `chronology settles it only where one reading throws the records about`() throws {
        // Both readings are in order: nothing is settled.
        #expect(try order(["01/03/21", "02/03/21", "03/03/21"]) == "undecided undecided")
        // One step back might be a message that came late.
        #expect(try order(["05/03/21", "05/03/21", "02/04/21"]) == "undecided undecided")
        #expect(
            try order(["05/03/21", "06/03/21", "11/03/21", "01/04/21", "02/04/21", "07/04/21"])
                == "dmy chronology")
        #expect(
            try order(["03/05/21", "03/06/21", "03/11/21", "04/01/21", "04/02/21", "04/07/21"])
                == "mdy chronology")
        // A notice that is later than what follows it does not count.
        #expect(
            try order(["07/12/21", "05/03/21", "06/03/21", "01/04/21", "02/04/21"])
                == "dmy chronology")
    }

    @Test func `a stated order does not make a date that there is not`() throws {
        let (records, _) = try readChat(chat(["13/04/21", "03/04/21"]), order: .monthFirst)
        let first = try #require(records.first)
        #expect(first.time?.text == "2021-04-13T10:15:00")
        #expect(first.facts["dateOrder"] == "not as stated")
        #expect(records[1].time?.text == "2021-03-04T10:15:00")
    }

    @Test func `names that the app gave to files settle it`() throws {
        let phone =
            "[03/04/2021, 21:41:55] Alex: \u{200e}<attached: 00000035-PHOTO-2021-04-03-21-41-55.jpg>\r\n"
        #expect(try readChat(phone).result.facts.facts["dateOrderBasis"] == "media-names")
        #expect(try readChat(phone).records[0].time?.text == "2021-04-03T21:41:55")
        let one = "03/04/2021, 21:41 - Alex: IMG-20210403-WA0001.jpg (file attached)\n"
        #expect(try readChat(one).result.facts.facts["dateOrder"] == "undecided")
        let two = one + one.replacing("WA0001", with: "WA0002")
        #expect(try readChat(two).result.facts.facts["dateOrder"] == "dmy")
    }

    @Test func `two digits for every number can begin with the year`() throws {
        #expect(try order(["21/04/28", "21/04/30", "21/05/01", "21/05/02"]) == "ymd chronology")
        // It can be read either way, and it is.
        let (records, _) = try readChat(chat(["21/04/22", "21/04/23"]))
        let first = try #require(records.first)
        #expect(first.readings.count == 2)
    }

    @Test(arguments: [
        ("[3/18/2565 BE, 14:56:01] A: x", "2022-03-18T14:56:01"),
        ("[18/3/65, 14:56:01] A: x", "2022-03-18T14:56:01"),
        ("[3/18/R4, 14:56:01] A: x", "2022-03-18T14:56:01"),
        ("[令和4年3月18日 14:56:01] A: x", "2022-03-18T14:56:01"),
        ("[R4/3/18 14:56:01] A: x", "2022-03-18T14:56:01"),
        ("[4/30/H31, 14:56:01] A: x", "2019-04-30T14:56:01"),
        ("[1401/01/01، 14:56:01] A: x", "2022-03-21T14:56:01"),
        ("[111/3/18, 14:56:01] A: x", "2022-03-18T14:56:01"),
        ("[\u{200f}٢٧\u{200f}/٣\u{200f}/٢٠٢٢، ٩:٥٣:٥٦ م] A: x", "2022-03-27T21:53:56"),
        ("२७/३/२०२२, १०:१५ - A: x", "2022-03-27T10:15:00"),
        ("[14:56:01, 18/3/2022] A: x", "2022-03-18T14:56:01"),
        ("[18.3.2022 klo 14.56.01] A: x", "2022-03-18T14:56:01"),
        ("18.3.2022 klo 14.56 - A: x", "2022-03-18T14:56:00"),
        ("18/03/2022 à 14:56 - A: x", "2022-03-18T14:56:00"),
        ("2022. 03. 18. 14:56 - A: x", "2022-03-18T14:56:00"),
        ("2022년 3월 18일 오후 2:56 - A: x", "2022-03-18T14:56:00"),
        ("[2022. 3. 18. 오전 12:56:01] A: x", "2022-03-18T00:56:01"),
        ("2022/3/18 下午2:56 - A: x", "2022-03-18T14:56:00"),
        ("[2022/3/18 上午12:05:09] A: x", "2022-03-18T00:05:09"),
        ("[2022/3/18 中午12:05:09] A: x", "2022-03-18T12:05:09"),
        ("3/18/22, 2:56\u{202f}PM - A: x", "2022-03-18T14:56:00"),
        ("18/3/22 2:56 p.\u{a0}m. - A: x", "2022-03-18T14:56:00"),
        ("18/3/22, 12:56 am - A: x", "2022-03-18T00:56:00"),
        ("18-03-22 14:56 - A: x", "2022-03-18T14:56:00"),
        ("18.03.22, 14:56 Uhr - A: x", "2022-03-18T14:56:00"),
        ("\u{feff}18.03.22, 24:05 - A: x", "2022-03-18T00:05:00"),
    ])
    func `dates of many phones are read`(_ line: String, _ time: String) throws {
        let (records, _) = try readChat(line + "\n")
        try #require(records.count == 1)
        #expect(records[0].kind == .message && records[0].sender == "A")
        #expect(records[0].time?.text == time, "\(records[0])")
        #expect(records[0].time?.offset == nil)
    }

    @Test func `a calendar that is not known gives no time, and says so`() throws {
        let (records, result) = try readChat("[18/8/1443 هـ، 14:56:01] A: x\n")
        let first = try #require(records.first)
        #expect(first.time == nil && first.readings.isEmpty)
        #expect(first.facts["time"] == "not a date that is known")
        #expect(result.facts.facts["undated"] == "1" && result.facts.occurred == nil)
    }

    @Test func `an unknown word beside the time leaves both halves of the day`() throws {
        let (records, _) = try readChat("18/3/22, 2:56 zz - A: x\n18/3/22, 2:57 zz - A: y\n")
        let first = try #require(records.first)
        #expect(
            first.readings.map(\.text) == ["2022-03-18T02:56:00", "2022-03-18T14:56:00"])
    }
}
