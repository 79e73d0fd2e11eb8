// SPDX-License-Identifier: Apache-2.0

import ContainedReading
import EvidenceModel
import Foundation
import KeepsakeTestSupport
import StrictCoding
import Testing

/// SQLite behind the closed door: whatever it wants besides the bytes it is handed, it does without.
@Suite struct DatabaseTests {
    @Test func `message databases are read without opening a file`() throws {
        guard let folder = Samples.folder("imessage-database") else { return }
        for (name, count) in [("mvt/sms.db", 1), ("plaso/imessage_chat.db", 236)] {
            let bytes = try Vectors.bytes(folder.appending(path: name))
            var records: [MessageRecord] = []
            let outcome = try ContainedReading(
                files: [ServedFile(name: "chat.db", source: MemorySource(bytes))]
            ).run(ReaderProgram.beside()) { records.append($0) }
            #expect(PlantedReader.facts(outcome)?.unread == nil, "\(outcome.ending)")
            #expect(records.count == count)
        }
    }
}
