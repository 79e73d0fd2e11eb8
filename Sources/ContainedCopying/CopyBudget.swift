// SPDX-License-Identifier: Apache-2.0

/// How many bytes copies may have, of one original and all together: hours of silence take a few bytes, so
/// that somebody who sends them could fill the disk.
package struct CopyBudget: Sendable {
    private let bytes: UInt64
    private let anyway: UInt64
    private let factor: UInt64
    private var taken: UInt64 = 0

    /// A budget of which nothing is spent.
    ///
    /// - Parameters:
    ///   - bytes: of all copies.
    ///   - anyway: of one copy, however small its original is.
    ///   - factor: so many more for each byte of the original.
    package init(
        bytes: UInt64 = Limits.budgetBytes, anyway: UInt64 = Limits.budgetAnyway,
        factor: UInt64 = Limits.budgetFactor
    ) {
        self.bytes = bytes
        self.anyway = anyway
        self.factor = factor
    }

    /// How many bytes the next copy may have, of an original of so many.
    package func most(of size: UInt64) -> UInt64 {
        let (more, isOver) = size.multipliedReportingOverflow(by: factor)
        let (own, isAlsoOver) = more.addingReportingOverflow(anyway)
        return min(isOver || isAlsoOver ? .max : own, bytes - taken)
    }

    /// A copy of so many bytes is kept.
    package mutating func took(_ size: UInt64) {
        taken += min(size, bytes - taken)
    }
}
