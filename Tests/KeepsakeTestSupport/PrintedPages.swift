// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A PDF as other people's programs see it (poppler).
package struct PrintedPages {
    /// Where it is.
    package let file: URL

    /// Takes the file.
    ///
    /// - Throws: `StockToolMissing`.
    package init(_ file: URL) throws {
        try StockTool.require("pdftotext", "pdfinfo", "pdffonts", "pdftoppm")
        self.file = file
    }

    /// The text of all pages; a form feed stands after each.
    package func text() throws -> String {
        try StockTool.run(["pdftotext", "-enc", "UTF-8", file.path(), "-"]).output
    }

    /// What `pdfinfo` says, by its label.
    package func facts() throws -> [String: String] {
        var facts: [String: String] = [:]
        for line in try StockTool.run(["pdfinfo", file.path()]).output.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            facts[String(line[..<colon])] = line[line.index(after: colon)...]
                .trimmingCharacters(in: .whitespaces)
        }
        return facts
    }

    /// The fonts that are not inside the file.
    package func fontsOutside() throws -> [String] {
        let lines = try StockTool.run(["pdffonts", file.path()]).output.split(separator: "\n")
        return lines.dropFirst(2).filter { line in
            // name, type, encoding, emb, sub, uni, object: the type and the encoding have blanks in them.
            line.split(separator: " ").dropLast(2).suffix(3).first != "yes"
        }.map(String.init)
    }

    /// How many fonts it has.
    package func fontCount() throws -> Int {
        try StockTool.run(["pdffonts", file.path()]).output.split(separator: "\n").count - 2
    }

    /// How many words there are, and those of which a part lies outside their page.
    package func words() throws -> (count: Int, outside: [String]) {
        var (width, height) = (0.0, 0.0)
        var (count, outside) = (0, [String]())
        let lines = try StockTool.run(["pdftotext", "-bbox", file.path(), "-"]).output
        func numbers(_ line: Substring) -> [Double] {
            line.matches(of: /="(-?[0-9.]+)"/).compactMap { Double($0.1) }
        }
        for line in lines.split(separator: "\n") {
            if line.contains("<page ") {
                let sides = numbers(line)
                if sides.count == 2 { (width, height) = (sides[0], sides[1]) }
            } else if line.contains("<word ") {
                let box = numbers(line)
                count += 1
                // Half a point for what the program rounds.
                guard box.count == 4, box[0] > -0.5, box[1] > -0.5, box[2] < width + 0.5,
                    box[3] < height + 0.5
                else {
                    outside.append(String(line))
                    continue
                }
            }
        }
        return (count, outside)
    }

    /// Each page as greys: how much of it is not white, and whether anything touches its edge.
    ///
    /// - Parameter dots: dots in an inch.
    package func rendered(dots: Int, in folder: URL) throws -> [(inked: Double, touchesEdge: Bool)]
    {
        let run = try StockTool.run([
            "pdftoppm", "-gray", "-r", "\(dots)", file.path(),
            folder.appending(path: "page").path(),
        ])
        guard run.status == 0 else { throw StockToolMissing("pdftoppm: \(run.output)") }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
            .filter { $0.hasPrefix("page-") }.sorted()
        return try names.map { name in
            let data = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            // P5, two sides and the highest grey, each with one blank behind it.
            var (words, at, word) = ([Int](), 2, "")
            while words.count < 3, at < data.count {
                let letter = data[at]
                at += 1
                if letter > 0x20 {
                    word.unicodeScalars.append(Unicode.Scalar(letter))
                } else if !word.isEmpty {
                    words.append(Int(word) ?? 0)
                    word = ""
                }
            }
            let (width, height) = (words[0], words[1])
            var (dark, edge) = (0, false)
            for y in 0..<height {
                for x in 0..<width where data[at + y * width + x] < 0xF0 {
                    dark += 1
                    if x < 2 || y < 2 || x > width - 3 || y > height - 3 { edge = true }
                }
            }
            return (Double(dark) / Double(width * height), edge)
        }
    }
}
