// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
import StrictCoding

extension FuzzTarget {
    /// The codings that everything else stands on.
    static let texts = [
        FuzzTarget(name: "json") { bytes in
            guard let value = try? JSONValue.parse(bytes.span, limit: 1 << 20) else { return }
            try demand(value.isCanonical, "what was parsed is canonical")
            try demand(value.encoded() == bytes, "canonical JSON has one writing")
        },
        FuzzTarget(name: "json-ordinary") { bytes in
            guard let value = try? JSONValue.readOrdinary(bytes, limit: 1 << 20) else { return }
            guard value.isCanonical else { return }
            let written = value.encoded()
            let again = try? JSONValue.parse(written.span, limit: 1 << 24)
            try demand(again == value, "what was read can be kept")
        },
        FuzzTarget(name: "moment") { bytes in
            guard let text = bytes.strictText else { return }
            if let time = Timestamp(text) {
                try demand(
                    time.text.utf8.elementsEqual(text.utf8), "a moment in UTC has one writing")
                try demand(Timestamp(milliseconds: time.milliseconds) == time, "it is its number")
            }
            if let moment = Moment(text) {
                // A minute is written with seconds; the field beside it says that there were none.
                let again = Moment(moment.text)
                try demand(again?.local == moment.local, "a moment comes back")
                try demand(again?.offset == moment.offset, "an offset comes back")
                try demand(moment.text == again?.text, "a moment has one writing")
                _ = moment.instant
            }
        },
        FuzzTarget(name: "safe-text") { bytes in
            let shown = SafeText.escaped(bytes: bytes.span)
            try demand(
                !shown.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "nothing controls a terminal")
            // A backslash begins each escape, and is one itself.
            let rest = shown.replacing("\\", with: "")
            try demand(SafeText.isPlain(rest), "nothing else in it would be escaped again")
            let turning = shown.unicodeScalars.contains {
                (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
            }
            try demand(!turning, "nothing turns the direction of what stands around it")
            if let text = bytes.strictText {
                try demand(SafeText.escaped(text) == shown, "a text is shown as its bytes are")
            }
            _ = Base64.decode(shown, padding: .required)
            _ = Hex.decode(shown)
            _ = KeyWords.parse(shown)
        },
    ]
}
