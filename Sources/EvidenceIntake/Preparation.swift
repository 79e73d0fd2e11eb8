// SPDX-License-Identifier: Apache-2.0

import ArchiveReading
import DatabaseReading
import MailReading
import MediaProbe
import PhotoMetadata

/// What C libraries load before the reader's door closes: character sets, tables, a locale.
///
/// Afterwards no file can be opened, so that whatever a library wants then it does without.
package enum Preparation {
    /// Each is run once, in this order.
    package static let all: [@Sendable () -> Void] = [
        { ArchiveLocale.prepare() },
        Database.prepare,
        ExifReading.prepare,
        MediaProbe.prepare,
        MailLibrary.prepare,
    ]
}
