// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// Against Foundation's own reading of the same system's zones.
@Suite struct ZoneRulesTests {
    static func rules(_ name: String) throws -> ZoneRules {
        let data = try #require(
            FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name),
            "the system's list of zones is not here; scripts/test installs tzdata")
        return try #require(ZoneRules(parsing: Bytes(data)), "\(name)")
    }

    static func local(_ text: String) throws -> Timestamp {
        try #require(Moment(text)).local
    }

    @Test func `an hour that is repeated has two readings, one that is left out none`() throws {
        let london = try Self.rules("Europe/London")
        #expect(london.reading(try Self.local("2024-10-27T01:30:00")) == .two(60, 0))
        #expect(
            london.reading(try Self.local("2024-03-31T01:30:00")) == .none(before: 0, after: 60))
        #expect(london.reading(try Self.local("2024-07-01T12:00:00")) == .one(offset: 60))
        #expect(london.reading(try Self.local("2024-12-01T12:00:00")) == .one(offset: 0))
        // Long after the list of changes ends.
        #expect(london.reading(try Self.local("2090-07-01T12:00:00")) == .one(offset: 60))
        let kolkata = try Self.rules("Asia/Kolkata")
        #expect(kolkata.reading(try Self.local("2024-07-01T12:00:00")) == .one(offset: 330))
    }

    @Test func `a rule alone is a zone`() throws {
        let rules = try #require(ZoneRules(rule: "GMT0BST,M3.5.0/1,M10.5.0"))
        let london = try Self.rules("Europe/London")
        for text in [
            "2024-10-27T01:30:00", "2024-03-31T01:30:00", "2024-07-01T12:00:00",
            "2024-12-01T12:00:00",
        ] {
            #expect(rules.reading(try Self.local(text)) == london.reading(try Self.local(text)))
        }
        let west = try #require(ZoneRules(rule: "<-03>3"))
        #expect(west.reading(try Self.local("2024-07-01T12:00:00")) == .one(offset: -180))
        let newYork = try Self.rules("America/New_York")
        #expect(
            newYork.reading(try Self.local("2024-03-10T02:30:00"))
                == .none(before: -300, after: -240))
        for text in ["", "Europe/London", "GMT0BST", "GMT0BST,M3.5.0/1", "UTC0;", "GMT0,M3.5.0"] {
            #expect(ZoneRules(rule: text) == nil, "\(text)")
        }
    }

    @Test(arguments: [
        "Europe/London", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo",
        "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia", "Europe/Dublin", "UTC",
        "America/St_Johns", "Asia/Tehran",
    ])
    func `offsets are those that others read`(name: String) throws {
        let rules = try Self.rules(name)
        let zone = try #require(TimeZone(identifier: name))
        var random = SplitMix64(seed: 7)
        for _ in 0..<2000 {
            // From 1980 to 2036: before, seconds stand in offsets.
            let seconds = 315_532_800 + Int64(random.next() % 1_767_225_600)
            let wanted = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) / 60
            let moment = Timestamp(milliseconds: seconds * 1000)
            #expect(rules.offset(at: moment) == wanted, "\(name) \(moment.text)")
            let local = Timestamp(milliseconds: (seconds + Int64(wanted) * 60) * 1000)
            switch rules.reading(local) {
            case .one(let offset): #expect(offset == wanted, "\(name) \(local.text)")
            case .two(let one, let other): #expect([one, other].contains(wanted))
            case .none: Issue.record("\(name) \(local.text) was shown")
            }
        }
    }

    @Test func `anything else is no zone, and nothing traps`() throws {
        let data = Bytes(
            try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/London")))
        #expect(ZoneRules(parsing: Bytes()) == nil)
        #expect(ZoneRules(parsing: Bytes(text: "TZif2")) == nil)
        var random = SplitMix64(seed: 8)
        for count in stride(from: 0, to: data.count, by: 7) {
            _ = ZoneRules(parsing: Bytes(data.prefix(count)))?.reading(Timestamp(milliseconds: 0))
        }
        for _ in 0..<2000 {
            var damaged = data
            damaged[Int(random.next() % UInt64(data.count))] = UInt8(
                truncatingIfNeeded: random.next())
            let rules = ZoneRules(parsing: damaged)
            _ = rules?.reading(Timestamp(milliseconds: Int64.max / 2))
            _ = rules?.offset(at: Timestamp(milliseconds: Int64.min / 2))
        }
    }
}
