// SPDX-License-Identifier: Apache-2.0

package import ContainedReading
package import CopierProtocol
import EvidenceModel
import ReaderProtocol
package import StrictCoding

/// Makes one copy of one original in a program of its own, which is believed nothing that was not checked.
package struct ContainedCopying {
    /// The name of that program.
    package static let programName = "keepsake-copier"

    private let source: any SeekableSource
    private let kind: CopyKind
    private let limits: ReadingLimits
    private let most: UInt64
    private let stop: () -> Bool

    /// Prepares a copy.
    ///
    /// - Parameters:
    ///   - source: the original.
    ///   - kind: what to make of it.
    ///   - limits: how much it may take; nothing means what the kind suggests.
    ///   - most: bytes of the copy; one that has more is ended as soon as that is known.
    ///   - stop: asked again and again; `true` ends the copying.
    package init(
        of source: any SeekableSource, as kind: CopyKind, limits: ReadingLimits? = nil,
        most: UInt64 = .max, stop: @escaping () -> Bool = { false }
    ) {
        self.source = source
        self.kind = kind
        self.limits = limits ?? Self.limits(for: kind)
        self.most = most
        self.stop = stop
    }

    /// How much a copy of this kind may take.
    package static func limits(for kind: CopyKind) -> ReadingLimits {
        var limits = ReadingLimits(for: 0)
        let bytes =
            switch kind {
            case .small: Limits.smallBytes
            case .picture: Limits.pictureBytes
            case .sound: CopierProtocol.Limits.waveBytes
            }
        limits.outputBytes = bytes * Limits.linesFactor
        limits.silence = .seconds(Limits.silenceSeconds)
        limits.total = .seconds(Limits.totalSeconds)
        return limits
    }

    /// How much the small picture of a file that was inside another one may take.
    package static var attached: ReadingLimits {
        var limits = limits(for: .small)
        limits.silence = .seconds(Limits.attachedSeconds)
        limits.total = .seconds(Limits.attachedSeconds)
        return limits
    }

    /// The media type of an original, by its bytes.
    ///
    /// - Throws: what the source throws.
    package static func mediaType(of source: any SeekableSource) throws -> String {
        let count = min(source.size, UInt64(CopierProtocol.Limits.recognisedBytes))
        let head = try source.bytes(at: 0, count: Int(clamping: count))
        return MediaType.recognise(head.span)
    }

    /// Makes the copy and hands it on as it comes.
    ///
    /// Whatever the copier does is an outcome. After a fault nothing of it runs any more.
    /// - Parameters:
    ///   - program: the copier; nothing where there is none.
    ///   - sink: takes the copy. It is one only where the outcome says so.
    /// - Throws: `CopyingStopped`, and what the sink throws.
    package func run(_ program: ReaderProgram?, to sink: any ByteSink) throws -> CopyOutcome {
        try run(from: ReaderStock(program), to: sink)
    }

    /// The same in the next copier of a stock.
    ///
    /// - Throws: `CopyingStopped`, and what the sink throws.
    package func run(from stock: ReaderStock, to sink: any ByteSink) throws -> CopyOutcome {
        let mediaType: String
        do {
            mediaType = try Self.mediaType(of: source)
        } catch {
            return .notPossible(.notMade(.notServed), underlying: error)
        }
        guard kind.applies(to: mediaType) else { return .notNeeded(mediaType: mediaType) }
        guard
            var talk = Conversation(stock, files: [source], limits: limits, stop: stop)
        else { return .notPossible(.notMade(.notStarted), underlying: nil) }
        let fault: Conversation.Fault
        do throws(Conversation.Fault) {
            return try converse(&talk, sink)
        } catch {
            fault = error
        }
        switch fault {
        case .stopped: throw CopyingStopped()
        case .receiver(let error): throw error
        case .reason(let reason): return .notPossible(.notMade(reason), underlying: nil)
        case .source(let error): return .notPossible(.notMade(.notServed), underlying: error)
        case .ended: return .notPossible(.notMade(talk.reasonOfEnd()), underlying: nil)
        }
    }

    private func converse(
        _ talk: inout Conversation, _ sink: any ByteSink
    ) throws(Conversation.Fault) -> CopyOutcome {
        guard case .door(let protections) = try next(&talk) else { throw .reason(.nonsense) }
        try talk.note(protections)
        try talk.send(CopyRequest(kind, size: source.size).encoded())
        var form = CopyForm(kind)
        while true {
            switch try next(&talk) {
            case .door: throw .reason(.nonsense)
            case .read(let offset, let count): try talk.serve(0, offset, count)
            case .piece(let count): try take(count, &talk, &form, sink)
            case .refused(let why):
                try talk.expectEnd()
                return .notPossible(.refused(why), underlying: nil)
            case .made(let made):
                try talk.expectEnd()
                guard let held = form.finish(made) else {
                    return .notPossible(.notOfThatForm, underlying: nil)
                }
                return .copied(held)
            }
        }
    }

    // Bytes of the copy, looked at before they are handed on.
    private func take(
        _ count: Int, _ talk: inout Conversation, _ form: inout CopyForm, _ sink: any ByteSink
    ) throws(Conversation.Fault) {
        var left = count
        while left > 0 {
            let bytes = try talk.bytes(atMost: left)
            left -= bytes.count
            // The rest is not waited for: nothing of it would be taken.
            guard form.take(bytes) else { throw .reason(.nonsense) }
            guard form.leastSize <= most else { throw .reason(.tooMuch) }
            do { try sink.write(bytes.span) } catch { throw .receiver(error) }
            talk.wasTaken()
        }
    }

    private func next(_ talk: inout Conversation) throws(Conversation.Fault) -> CopierLine {
        let bytes = try talk.line()
        do throws(ProtocolError) {
            return try CopierLine(parsing: bytes.span)
        } catch {
            throw .reason(.nonsense)
        }
    }
}
