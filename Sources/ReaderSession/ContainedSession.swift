// SPDX-License-Identifier: Apache-2.0

package import EvidenceIntake
import EvidenceModel
import ReaderProtocol
import ReaderSandbox
import StrictCoding

/// The life of a reader: closes the door, reads one item, says what it found, and ends.
package enum ContainedSession {
    /// How it ends where the host is gone. Where the door did not close, its failure says how.
    private static let noHost: Int32 = 1

    /// Reads the one item that the host serves, with the first importer that recognises it.
    ///
    /// - Parameters:
    ///   - importers: in the order in which they are asked.
    ///   - preparations: run before the door closes, for libraries that load what they need.
    package static func run(
        _ importers: [any Importer], preparations: [@Sendable () -> Void]
    ) -> Never {
        let host = HostLine()
        do throws(Door.Failure) {
            let protections = try Door.close(after: preparations)
            do throws(HostGone) {
                try host.send(ReaderLine.door(protections).encoded())
                try host.flush()
                try answer(host, importers)
                try host.flush()
            } catch {
                HostChannel.leave(noHost)
            }
        } catch {
            HostChannel.leave(error.status)
        }
        HostChannel.leave(0)
    }

    private static func answer(
        _ host: HostLine, _ importers: [any Importer]
    ) throws(HostGone) {
        let line = try host.opening()
        let opening: Opening
        do throws(ProtocolError) {
            opening = try Opening(parsing: line.span)
        } catch {
            throw HostGone()
        }
        let files = opening.files.enumerated().map { index, file in
            IntakeFile(
                name: file.name, source: ServedSource(file: index, size: file.size, host: host))
        }
        let found: IntakeResult
        do {
            let input = try IntakeInput(
                files: files, dateOrder: opening.dateOrder,
                attachments: opening.attachments.isEmpty
                    ? nil : AttachmentLines(host, opening.attachments))
            found = try Intake.read(input, with: importers, to: LineSink(host))
        } catch is HostGone {
            throw HostGone()
        } catch {
            var facts = ReadFacts(kind: .file)
            facts.unread = "its importer stopped at something that it did not foresee"
            try host.send(Shortening.line(importer: "file", version: 1, facts: facts))
            return
        }
        try host.send(
            Shortening.line(
                importer: found.importer, version: found.version, facts: found.facts))
    }
}

/// Sends each record as it is understood.
private final class LineSink: RecordSink {
    private let host: HostLine

    init(_ host: HostLine) {
        self.host = host
    }

    func take(_ record: MessageRecord) throws {
        try host.send(Shortening.line(record))
    }
}
