// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeepsakeTestSupport
import Testing

/// A database without the log that belongs with it is another one: what was found in the two is not
/// searched any more, and places that were found in them choose no message.
@Suite struct WithdrawnCompanionTests {
    @Test func `what was read with a file that was withdrawn is read again before it is searched`()
        throws
    {
        try Household.lend { house in
            #expect(try house.keepsake("new").status == 0)
            let fixtures = BuiltPrograms.repository + "/Fixtures/imports/imessage"
            #expect(try house.keepsake("add", fixtures).status == 0)
            let found = try house.keepsake("search", "alone")
            #expect(found.outText.contains("3, record 2"), "\(found.outText)")
            let withdrawn = try house.keepsake("withdraw", "5", "--reason", "private", "--yes")
            #expect(withdrawn.status == 0, "\(withdrawn.errorText)")
            // The message stood in the log alone.
            let after = try house.keepsake("search", "alone")
            #expect(!after.outText.contains("3, record"), "\(after.outText)")
            #expect(try house.keepsake("search", "where").outText.contains("3, record 1"))
            _ = try house.program("keepsake", ["identity", "new", "-o", "me.key"]).run()
            let key = String(decoding: try #require(house.read("me.key")), as: UTF8.self)
            let me = String(try #require(key.firstMatch(of: /age1[a-z0-9]+/)).output)
            func seal() throws -> ProgramResult {
                try house.keepsake(
                    "seal", "--messages", "3:containing where", "--for", me, "-o", "b.zip")
            }
            let refused = try seal()
            #expect(refused.status == 66, "\(refused.outText)")
            #expect(refused.errorText.contains("reads differently now"))
            #expect(house.read("b.zip") == nil)
            #expect(try house.keepsake("read", "3").status == 0)
            let sealed = try seal()
            #expect(sealed.status == 0, "\(sealed.errorText)")
        }
    }
}
