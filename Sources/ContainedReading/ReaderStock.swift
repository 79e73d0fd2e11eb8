// SPDX-License-Identifier: Apache-2.0

/// Readers that are started ahead: the next one shuts itself in while the one before still reads.
///
/// Each reads one item and no more.
package final class ReaderStock {
    private final class Started {
        var reader: RunningReader?

        init(_ program: ReaderProgram) {
            reader = RunningReader(program)
        }
    }

    private let program: ReaderProgram?
    private let ahead: Int
    private var started: [Started] = []

    /// Readers of this program; nothing where there is none.
    ///
    /// - Parameter ahead: how many wait while one reads; at most `Limits.readersAhead` do.
    package init(_ program: ReaderProgram?, ahead: Int = 0) {
        self.program = program
        self.ahead = max(0, min(ahead, Limits.readersAhead))
    }

    // A reader that has read nothing; nothing where none can be started, in two tries.
    func next() -> RunningReader? {
        guard let program else { return nil }
        let first = started.isEmpty ? Started(program) : started.removeFirst()
        while started.count < ahead { started.append(Started(program)) }
        if let reader = first.reader.take() { return reader }
        // Under load a start is refused now and then; a program that is not there is refused again.
        return RunningReader(program)
    }
}
