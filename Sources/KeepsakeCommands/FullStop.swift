// SPDX-License-Identifier: Apache-2.0

/// Ends sentences that were put together: some reasons are the rest of one, and some a whole one.
enum FullStop {
    /// The text with exactly one full stop at its end.
    static func after(_ text: String) -> String {
        text.hasSuffix(".") ? text : text + "."
    }
}
