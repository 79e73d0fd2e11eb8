// SPDX-License-Identifier: Apache-2.0

/// How much one reading may take and say.
package struct ReadingLimits: Sendable {
    /// Bytes of all lines together.
    package var outputBytes: UInt64
    /// How long the reader may say and ask nothing.
    package var silence: Duration
    /// How long it may take.
    package var total: Duration

    /// The limits for an item of so many bytes.
    package init(for size: UInt64) {
        let (scaled, overflow) = size.multipliedReportingOverflow(by: Limits.outputFactor)
        let wanted = overflow ? UInt64.max : scaled
        outputBytes = min(
            Limits.mostOutputBytes,
            Limits.outputBytes + min(wanted, Limits.mostOutputBytes))
        silence = .seconds(Limits.silenceSeconds)
        let gibibytes = Int(clamping: size >> 30)
        total = .seconds(Limits.baseSeconds + min(gibibytes, 1 << 20) * Limits.secondsPerGibibyte)
    }
}
