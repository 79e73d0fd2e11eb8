// SPDX-License-Identifier: Apache-2.0

import StrictCoding

/// Writes attributed texts as Apple's devices do, for tests.
struct TypedStreamWriter {
    private var out = Bytes()
    private var types: [String] = []
    private var objects = 0
    private var classes: [String: Int] = [:]

    /// One stretch of a text with its attributes.
    struct Run {
        var length: Int
        /// Texts by the names of attributes; a part's number always stands beside them.
        var attributes: [(String, String)] = []
        var part = 0
    }

    /// An attributed text; mutable ones have other classes.
    static func attributed(_ text: String, runs: [Run], isMutable: Bool) -> Bytes {
        var writer = TypedStreamWriter()
        writer.out.append(contentsOf: [4, 11])
        writer.out.append(text: "streamtyped")
        writer.integer(1000)
        writer.type("@")
        let prefix = isMutable ? ["NSMutableAttributedString"] : []
        writer.begin(prefix + ["NSAttributedString", "NSObject"])
        writer.string(text, isMutable: isMutable)
        for (index, run) in runs.enumerated() {
            writer.type("iI")
            writer.integer(index + 1)
            writer.length(run.length)
            writer.type("@")
            writer.begin(["NSDictionary", "NSObject"])
            writer.type("i")
            writer.integer(run.attributes.count + 1)
            for (key, value) in run.attributes {
                writer.string(key, isMutable: false)
                writer.string(value, isMutable: false)
            }
            writer.string("__kIMMessagePartAttributeName", isMutable: false)
            writer.type("@")
            writer.begin(["NSNumber", "NSValue", "NSObject"])
            writer.type("*")
            writer.out.append(0x84)
            writer.objects += 1
            writer.type("i")
            writer.type("i")
            writer.integer(run.part)
            writer.end()
            writer.end()
        }
        writer.end()
        return writer.out
    }

    private mutating func string(_ text: String, isMutable: Bool) {
        type("@")
        begin((isMutable ? ["NSMutableString"] : []) + ["NSString", "NSObject"])
        type("+")
        length(text.utf8.count)
        out.append(text: text)
        end()
    }

    private mutating func begin(_ names: [String]) {
        out.append(0x84)
        objects += 1
        for name in names {
            if let number = classes[name] {
                integer(number - 110)
                return
            }
            out.append(0x84)
            type(name)
            integer(name == "NSString" || name.hasPrefix("NSMutableString") ? 1 : 0)
            classes[name] = objects
            objects += 1
        }
        out.append(0x85)
    }

    private mutating func end() { out.append(0x86) }

    private mutating func type(_ text: String) {
        if let number = types.firstIndex(of: text) {
            integer(number - 110)
            return
        }
        types.append(text)
        out.append(0x84)
        length(text.utf8.count)
        out.append(text: text)
    }

    private mutating func integer(_ value: Int) {
        if (-110...127).contains(value) {
            out.append(UInt8(truncatingIfNeeded: value))
        } else {
            wide(value)
        }
    }

    private mutating func length(_ value: Int) {
        if value < 128 { out.append(UInt8(value)) } else { wide(value) }
    }

    private mutating func wide(_ value: Int) {
        let count = (-32768...32767).contains(value) ? 2 : 4
        out.append(count == 2 ? 0x81 : 0x82)
        for index in 0..<count { out.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }
}
