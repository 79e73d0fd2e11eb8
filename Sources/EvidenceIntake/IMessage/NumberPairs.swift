// SPDX-License-Identifier: Apache-2.0

import DatabaseReading

/// Which rows of one table belong to which of another, by their numbers, in little memory.
struct NumberPairs {
    private var pairs: ContiguousArray<(key: Int64, value: Int64)> = []
    /// How many were left out because there were too many, or could not be read.
    private(set) var left: UInt64 = 0

    /// There is none.
    init() {}

    /// Reads two columns of a join table.
    ///
    /// - Throws: what reading the database throws.
    init(_ database: Database, _ name: String, key: String, value: String, maximum: Int) throws {
        guard let table = try? database.table(name), table.columns.contains(key),
            table.columns.contains(value)
        else { return }
        let rows = database.rows(of: table, [key, value])
        while let row = try rows.next() {
            guard let one = row[0].integer, let two = row[1].integer, pairs.count < maximum else {
                left += 1
                continue
            }
            pairs.append((one, two))
        }
        let isSorted = zip(pairs, pairs.dropFirst()).allSatisfy { !Self.precedes($1, $0) }
        if !isSorted { pairs.sort(by: Self.precedes) }
    }

    private static func precedes(
        _ one: (key: Int64, value: Int64), _ two: (key: Int64, value: Int64)
    ) -> Bool {
        one.key < two.key || one.key == two.key && one.value < two.value
    }

    /// The first values of a key, each once, the smallest first.
    func values(_ key: Int64, maximum: Int) -> [Int64] {
        var low = 0
        var high = pairs.count
        while low < high {
            let middle = low + (high - low) / 2
            if pairs[middle].key < key { low = middle + 1 } else { high = middle }
        }
        var values: [Int64] = []
        while low < pairs.count, pairs[low].key == key, values.count < maximum {
            if values.last != pairs[low].value { values.append(pairs[low].value) }
            low += 1
        }
        return values
    }
}
