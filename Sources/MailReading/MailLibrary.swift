// SPDX-License-Identifier: Apache-2.0

import CMailParser

/// Mail as GMime sees it: the parts of a message, their contents decoded, and the text of its header
/// fields. It knows nothing of evidence.
///
/// GMime is given offsets and answers offsets; it never sees an address and is never asked to convert a
/// character set. Its address parser calls itself for each group within a group, and takes time that
/// grows with the square of their number; and `iconv_open` reads files, which a reader behind a closed
/// door cannot do.
package enum MailLibrary {
    private static let started: Bool = {
        mp_start()
        Charsets.open()
        return true
    }()

    /// Starts GMime and loads every character set that is known; to be called while files may be opened.
    package static func prepare() {
        _ = started
    }
}
