// SPDX-License-Identifier: Apache-2.0

import PhotoMetadata

/// Degrees on the globe as files write them.
enum Coordinate {
    /// Degrees, minutes and seconds, of which the later ones may not be given; nothing for impossible
    /// numbers. Minutes and seconds above sixty are added up, since some devices count so.
    static func degrees(_ parts: [Fraction]) -> Double? {
        guard let first = parts.first, let degrees = first.value, degrees >= 0 else { return nil }
        var sum = degrees
        var unit = 60.0
        for part in parts.dropFirst().prefix(2) {
            if !part.isAbsent {
                guard let value = part.value, value >= 0, value < 3600 else { return nil }
                sum += value / unit
            }
            unit *= 60
        }
        return sum.isFinite ? sum : nil
    }

    /// `+51.4169-000.0806+010.5/` (ISO 6709 in degrees, the form that films have), as signed decimals with
    /// the altitude; nothing for another form and for impossible numbers.
    static func iso6709(_ text: String) -> (latitude: String, longitude: String, altitude: String?)?
    {
        var numbers: [(text: String, value: Double)] = []
        var current = ""
        for letter in text.unicodeScalars {
            switch letter {
            case "+", "-":
                if !current.isEmpty {
                    guard let value = Double(current) else { return nil }
                    numbers.append((current, value))
                }
                current = String(letter)
            case "0"..."9", ".":
                guard !current.isEmpty, current.utf8.count < 24 else { return nil }
                current.unicodeScalars.append(letter)
            case "/", " ", "\0", "C":
                if !current.isEmpty {
                    guard let value = Double(current) else { return nil }
                    numbers.append((current, value))
                    current = ""
                }
                if letter == "C" || letter == "/" { break }
            default: return nil
            }
            if letter == "/" || letter == "C" { break }
        }
        if !current.isEmpty, let value = Double(current) { numbers.append((current, value)) }
        guard numbers.count >= 2, abs(numbers[0].value) <= 90, abs(numbers[1].value) <= 180,
            // Four or more digits before the point are degrees and minutes in one.
            numbers[0].text.prefix(while: { $0 != "." }).count <= 3,
            numbers[1].text.prefix(while: { $0 != "." }).count <= 4
        else { return nil }
        let altitude =
            numbers.count > 2 && abs(numbers[2].value) <= 1e7
            ? Decimal.text(numbers[2].value, digits: 2) : nil
        return (
            Decimal.text(numbers[0].value, digits: 6), Decimal.text(numbers[1].value, digits: 6),
            altitude
        )
    }
}

/// Numbers as decimal text.
enum Decimal {
    /// At most so many digits behind the point, without zeros at the end; never an exponent.
    static func text(_ value: Double, digits: Int) -> String {
        var scale: Int64 = 1
        for _ in 0..<digits { scale *= 10 }
        guard value.isFinite, abs(value) < 1e12 / Double(scale) * 1e6,
            let whole = Int64(exactly: (abs(value) * Double(scale)).rounded())
        else { return "0" }
        var fraction = String(whole % scale)
        fraction = String(repeating: "0", count: max(0, digits - fraction.utf8.count)) + fraction
        while fraction.utf8.last == 0x30 { fraction.removeLast() }
        let sign = value < 0 && whole > 0 ? "-" : ""
        return sign + String(whole / scale) + (fraction.isEmpty ? "" : "." + fraction)
    }
}
