// SPDX-License-Identifier: Apache-2.0

/// One line that says how far slow work is; the work itself reports to it as often as it likes.
///
/// At a terminal the line is drawn over itself at most five times a second and taken away at the end.
/// Elsewhere it is one line a minute. `SIGUSR1` brings it at once.
package final class Progress {
    private let stream: ByteStream
    private let isTerminal: Bool
    private let verb: String
    private let now: () -> ContinuousClock.Instant
    private var start: ContinuousClock.Instant?
    private var last: ContinuousClock.Instant
    private var isDrawn = false

    /// Begins; `verb` is what is being done, such as `Adding`. How long is left is reckoned from the first
    /// `update` on: what goes before it may have taken its own time.
    package convenience init(_ verb: String, on stream: ByteStream = .remarks) {
        self.init(verb, on: stream, now: { ContinuousClock.now })
    }

    /// The same by another clock.
    package init(
        _ verb: String, on stream: ByteStream, now: @escaping () -> ContinuousClock.Instant
    ) {
        self.verb = verb
        self.stream = stream
        isTerminal = stream.isTerminal
        self.now = now
        last = now()
    }

    /// Says how far it is. Both totals may be 0 where they are not known.
    package func update(bytes: UInt64, of total: UInt64, item: Int = 0, of items: Int = 0) {
        let now = now()
        let start = start ?? now
        self.start = start
        let interval: Duration =
            isTerminal
            ? .milliseconds(1000 / ConsoleLimits.progressPerSecond)
            : .seconds(ConsoleLimits.quietProgressSeconds)
        guard last.duration(to: now) >= interval || Interruption.progressIsWanted() else { return }
        last = now
        let elapsed = start.duration(to: now)
        let line = Self.line(
            verb, bytes: bytes, of: total, item: item, of: items,
            elapsedSeconds: Int(elapsed.components.seconds))
        if isTerminal {
            stream.draw("\r\u{1b}[K" + line)
            isDrawn = true
        } else {
            stream.remark(line)
        }
    }

    /// Takes the line away; the summary follows it.
    package func end() {
        if isDrawn { stream.draw("\r\u{1b}[K") }
        isDrawn = false
    }

    /// The line: item, bytes, and after ten seconds how long is left.
    package static func line(
        _ verb: String, bytes: UInt64, of total: UInt64, item: Int, of items: Int,
        elapsedSeconds: Int
    ) -> String {
        var parts: [String] = []
        if items > 1 { parts.append("\(item) of \(items)") }
        if total > 0 {
            parts.append("\(SizeText.short(bytes)) of \(SizeText.short(total))")
        } else if bytes > 0 {
            parts.append(SizeText.short(bytes))
        }
        if elapsedSeconds >= ConsoleLimits.estimateAfterSeconds, bytes > 0, total > bytes {
            let left = Double(total - bytes) / Double(bytes) * Double(elapsedSeconds)
            parts.append("about \(duration(seconds: Int(min(left, 1e6)))) left")
        }
        return verb + " " + parts.joined(separator: ", ") + " ..."
    }

    private static func duration(seconds: Int) -> String {
        switch seconds {
        case ..<60: SizeText.counted(max(1, seconds), "second")
        case ..<3600: SizeText.counted((seconds + 30) / 60, "minute")
        default: SizeText.counted((seconds + 1800) / 3600, "hour")
        }
    }
}
