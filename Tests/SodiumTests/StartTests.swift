// SPDX-License-Identifier: Apache-2.0

import SodiumPrimitives
import SodiumSealing
import StrictCoding
import Testing

@Suite struct StartTests {
    @Test func `the library starts, is new enough and answers as known`() throws {
        try SodiumLibrary.start()
    }
}
