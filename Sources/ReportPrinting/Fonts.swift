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

    /// Has each file kept; fonts whose file is not are not used.
    static func keep(_ keep: (Bytes) -> Bool) {
        var index: Int32 = 0
        while let path = unsafe pd_font_path(index) {
            let bytes = unsafe UnsafeRawBufferPointer(start: path, count: length(path))
            if !keep(unsafe Bytes(bytes)) { pd_drop_font(index) }
            index += 1
        }
    }

    private static func length(_ path: UnsafePointer<CChar>) -> Int {
        var length = 0
        while unsafe path[length] != 0 { length += 1 }
        return length
    }

    /// Whether there is any. Behind the door, once.
    static func settle() -> Bool { pd_settle_fonts() >= 0 }
}
