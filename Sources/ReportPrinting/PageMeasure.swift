// SPDX-License-Identifier: Apache-2.0

/// Where things stand on an A4 page, in points.
enum PageMeasure {
    static let width = 595.276
    static let height = 841.89
    static let left = 56.0
    static let contentWidth = 483.0
    static let top = 62.0
    static let bottom = 782.0
    static let headTop = 30.0
    static let footTop = 796.0
    static let contentHeight = bottom - top

    static let bodySize = 9.5
    static let tableSize = 8.5
    static let smallSize = 7.5
    static let chartSize = 6.5
    static let titleSize = 19.0
    static let headingSizes = [16.0, 12.5, 10.5]

    static let paragraphSpace = 5.0
    static let blockSpace = 8.0
    static let listIndent = 14.0
    static let labelWidth = 134.0
    static let cellPadding = 3.0
    static let noticePadding = 8.0
    static let messageIndent = 10.0
    static let outgoingIndent = 40.0
    static let pictureSide = 210.0
    static let pictureSpace = 10.0
    static let barsInRow = 26
    static let barsHeight = 70.0
    static let labelLines = 3

    /// Greys: a rule, a heavier one, the light ground of a bar's row.
    static let hairline = 0.72
    static let rule = 0.35
    static let bar = 0.38
}
