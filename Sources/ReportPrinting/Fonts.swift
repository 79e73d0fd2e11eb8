// SPDX-License-Identifier: Apache-2.0

import CPageDrawing
import StrictCoding

/// The fonts of this computer, as the system's configuration lists them.
enum Fonts {
    /// Reads the configuration, and what tells where words end. Before the door closes.
    static func load() {
        _ = pd_load_fonts()
        pd_load_words()
    }

    /// Has each file kept, those that are needed most first; fonts whose file is not are not used.
    ///
    /// - Returns: how many files are not.
    static func keep(_ keep: (Bytes) -> Bool) -> Int {
        var index: Int32 = 0
        var leftOut = 0
        while let path = unsafe pd_font_path(index) {
            let bytes = unsafe UnsafeRawBufferPointer(start: path, count: length(path))
            if !keep(unsafe Bytes(bytes)) {
                pd_drop_font(index)
                leftOut += 1
            }
            index += 1
        }
        return leftOut
    }

    private static func length(_ path: UnsafePointer<CChar>) -> Int {
        var length = 0
        while unsafe path[length] != 0 { length += 1 }
        return length
    }

    /// Whether there is any. Behind the door, once.
    static func settle() -> Bool { pd_settle_fonts() >= 0 }
}
