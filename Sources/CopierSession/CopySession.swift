// SPDX-License-Identifier: Apache-2.0

package import CopierProtocol
import ReaderProtocol
import ReaderSandbox
package import StrictCoding

/// The life of a copier: closes the door, makes one copy, says what it made, and ends.
package enum CopySession {
    /// Makes a copy of a source; throws `CopyRefusal` where it does not.
    package typealias Work =
        @Sendable (CopyKind, any SeekableSource, any ByteSink) throws -> MadeCopy

    /// How it ends where the host is gone. Where the door did not close, its failure says how.
    private static let noHost: Int32 = 1

    /// Makes the one copy that the host asks for.
    ///
    /// - Parameters:
    ///   - preparations: run before the door closes, for libraries that load what they need.
    ///   - work: makes the copy.
    package static func run(
        preparations: [@Sendable () -> Void], _ work: Work
    ) -> Never {
        let host = HostLine()
        do throws(Door.Failure) {
            let protections = try Door.close(
                Room(memoryBytes: Limits.memoryBytes), after: preparations)
            do throws(HostGone) {
                try host.send(CopierLine.door(protections).encoded())
                try host.flush()
                try host.send(try answer(host, work).encoded())
                try host.flush()
            } catch {
                HostChannel.leave(noHost)
            }
        } catch {
            HostChannel.leave(error.status)
        }
        HostChannel.leave(0)
    }

    private static func answer(_ host: HostLine, _ work: Work) throws(HostGone) -> CopierLine {
        let line = try host.opening()
        let request: CopyRequest
        do throws(ProtocolError) {
            request = try CopyRequest(parsing: line.span)
        } catch {
            throw HostGone()
        }
        let source = ServedSource(file: 0, size: request.size, host: host)
        do {
            return .made(try work(request.kind, source, PieceSink(host)))
        } catch is HostGone {
            throw HostGone()
        } catch let refusal as CopyRefusal {
            return .refused(refusal)
        } catch {
            return .refused(.unforeseen)
        }
    }
}

/// Sends the copy as it is made.
private final class PieceSink: ByteSink {
    private let host: HostLine

    init(_ host: HostLine) {
        self.host = host
    }

    func write(_ bytes: Span<UInt8>) throws {
        var offset = 0
        while offset < bytes.count {
            let end = min(bytes.count, offset + CopierProtocol.Limits.pieceBytes)
            try host.send(CopierLine.piece(count: end - offset).encoded())
            try host.send(Bytes(copying: bytes.extracting(offset..<end)))
            offset = end
        }
    }
}
