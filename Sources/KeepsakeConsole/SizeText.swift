// SPDX-License-Identifier: Apache-2.0

/// Sizes in decimal units, as shops and disks count them.
package enum SizeText {
    /// At most three digits and a unit, rounded to the nearest: `14.2 MB`, `812 bytes`.
    package static func short(_ bytes: UInt64) -> String {
        guard bytes >= 1000 else { return bytes == 1 ? "1 byte" : "\(bytes) bytes" }
        var unit: UInt64 = 1000
        var names = ["kB", "MB", "GB", "TB", "PB", "EB"][...]
        // Tenths are rounded first, so that 999,600 bytes are 1.0 MB and not 1000 kB.
        while names.count > 1, tenths(bytes, of: unit) >= 9_995 {
            unit *= 1000
            names = names.dropFirst()
        }
        let value = tenths(bytes, of: unit)
        let name = names.first ?? ""
        if value >= 1000 { return "\((value + 5) / 10) \(name)" }
        return "\(value / 10).\(value % 10) \(name)"
    }

    /// The short form and the exact count, for reports.
    package static func exact(_ bytes: UInt64) -> String {
        bytes < 1000 ? short(bytes) : "\(short(bytes)) (\(grouped(bytes)) bytes)"
    }

    /// A number with a comma between thousands.
    package static func grouped(_ number: UInt64) -> String {
        var groups: [String] = []
        var rest = number
        while rest >= 1000 {
            let group = String(rest % 1000)
            groups.append(String(repeating: "0", count: 3 - group.count) + group)
            rest /= 1000
        }
        return ([String(rest)] + groups.reversed()).joined(separator: ",")
    }

    /// A number and its noun: `1 item`, `12 items`.
    package static func counted(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        let name = number == 1 ? noun : plural ?? noun + "s"
        return grouped(UInt64(max(0, number))) + " " + name
    }

    private static func tenths(_ bytes: UInt64, of unit: UInt64) -> UInt64 {
        let whole = bytes / unit
        let rest = bytes % unit
        return whole * 10 + (rest / (unit / 1000) * 10 + 500) / 1000
    }
}
