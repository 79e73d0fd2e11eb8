// SPDX-License-Identifier: Apache-2.0

package import StrictCoding

extension MessageRecord {
    /// The bytes of `json` as canonical JSON, written without making `json` first: there are millions.
    package func encoded() -> Bytes {
        var bytes = Bytes()
        bytes.reserveCapacity(text.utf8.count + 256)
        bytes.append(text: "{\"attachments\":")
        JSONValue.array(attachments.map(\.json)).encode(into: &bytes)
        put("direction", direction?.rawValue, into: &bytes)
        if !facts.isEmpty {
            bytes.append(text: ",\"facts\":")
            JSONValue.object(facts.mapValues { .string($0) }).encode(into: &bytes)
        }
        put("kind", kind.rawValue, into: &bytes)
        put("locator", locator, into: &bytes)
        if !readings.isEmpty { put("readings", readings.map(\.text), into: &bytes) }
        put("recipients", recipients, into: &bytes)
        put("sender", sender, into: &bytes)
        put("senderName", senderName, into: &bytes)
        bytes.append(text: ",\"sequence\":")
        bytes.append(text: String(Int64(clamping: sequence)))
        put("service", service, into: &bytes)
        put("text", text, into: &bytes)
        put("time", time?.text, into: &bytes)
        if (time ?? readings.first)?.precision == .minute {
            put("timePrecision", "minute", into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private func put(_ key: String, _ value: String?, into bytes: inout Bytes) {
        guard let value else { return }
        start(key, &bytes)
        JSONValue.encode(value, into: &bytes)
    }

    private func put(_ key: String, _ values: [String], into bytes: inout Bytes) {
        start(key, &bytes)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            JSONValue.encode(value, into: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func start(_ key: String, _ bytes: inout Bytes) {
        bytes.append(text: ",\"")
        bytes.append(text: key)
        bytes.append(text: "\":")
    }
}
