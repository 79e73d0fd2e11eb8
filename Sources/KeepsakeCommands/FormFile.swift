// SPDX-License-Identifier: Apache-2.0

import KeepsakeConsole
import SodiumPrimitives
import StrictCoding

/// A form that is handed in as a file: one JSON object, whose every field must be known.
enum FormFile {
    /// Bytes of the file; an entry holds no more.
    private static let maximumBytes = 65_536

    /// Reads the object in a file, or on standard input for `-`.
    ///
    /// - Parameter unreadable: the failure for anything that is not one JSON object.
    static func read(_ file: String, unreadable: MessageID) throws(Failure) -> JSONValue {
        let secret = try SecretReading.secret(
            file: file, limit: maximumBytes, missing: .inputMissing, wrongKind: .inputMissing,
            long: unreadable)
        var bytes = secret.withSpan { Bytes(copying: $0) }
        defer { bytes.wipe() }
        guard let json = try? JSONValue.readOrdinary(bytes, limit: maximumBytes),
            json.object != nil
        else { throw Failure(unreadable) }
        return json
    }

    /// Refuses a field that is not known: what was passed over would be missed when it is too late.
    static func check(
        _ object: JSONValue, fields: [String], unknown: MessageID
    ) throws(Failure) {
        let strange = (object.object ?? [:]).keys.filter { !fields.contains($0) }.sorted()
        guard let first = strange.first else { return }
        throw Failure(unknown, ["place": first])
    }
}
