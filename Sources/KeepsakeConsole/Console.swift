// SPDX-License-Identifier: Apache-2.0

import EvidenceModel
package import SodiumPrimitives
package import StrictCoding

/// What one command talks through: two streams, the terminal if there is one, and how to render.
package final class Console {
    /// What the process was started with.
    package let surroundings: Surroundings
    /// Whether results and failures are JSON.
    package let isJSON: Bool
    private var openedTerminal: Terminal?
    private var hasLooked = false

    /// Takes this process's streams.
    package init(surroundings: Surroundings, isJSON: Bool) {
        self.surroundings = surroundings
        self.isJSON = isJSON
    }

    /// The terminal, opened the first time that it is needed.
    package var terminal: Terminal? {
        if !hasLooked {
            hasLooked = true
            openedTerminal = Terminal(environment: surroundings)
        }
        return openedTerminal
    }

    /// Writes a result for a person: paragraphs are broken to the width.
    package func say(_ text: String) throws(Failure) {
        try ByteStream.results.write(Layout.wrapped(text) + "\n")
    }

    /// Writes a result as it stands, such as a table.
    package func say(raw text: String) throws(Failure) {
        try ByteStream.results.write(Bytes(text: text))
    }

    /// Writes a result as one line of JSON.
    package func say(_ value: JSONValue) throws(Failure) {
        var line = value.encoded()
        line.append(UInt8(ascii: "\n"))
        try ByteStream.results.write(line)
    }

    /// Writes what is not a result: what goes on. Says nothing where results are JSON.
    package func remark(_ text: String) {
        if !isJSON { ByteStream.remarks.remark(Layout.wrapped(text)) }
    }

    /// Writes what a person must know whatever the result is.
    package func warn(_ text: String) {
        guard isJSON else { return remark(text) }
        let notice = JSONValue.object([
            "schema": .string("keepsake.notice/1"), "text": .string(text),
        ])
        try? ByteStream.remarks.write(notice.encoded() + [UInt8(ascii: "\n")])
    }

    /// Shows a failure: three parts in words, or one object.
    package func show(_ failure: Failure) {
        if isJSON {
            var line = failure.json.encoded()
            line.append(UInt8(ascii: "\n"))
            try? ByteStream.remarks.write(line)
        } else {
            ByteStream.remarks.remark(failure.text)
        }
    }

    /// A passphrase: from the file where one was named, else asked for at the terminal.
    ///
    /// - Parameters:
    ///   - file: what was given to the flag; `-` is standard input.
    ///   - question: what is asked, without its colon.
    ///   - flag: the flag to name where there is no terminal.
    ///   - note: a remark that is made before the question, and before the wait that follows.
    package func passphrase(
        file: String?, question: String = "Passphrase", flag: String = "--passphrase-file FILE",
        note: String? = nil
    ) throws(Failure) -> SecretBytes {
        if let file {
            let secret = try SecretReading.passphrase(file: file)
            if let note { remark(note) }
            return secret
        }
        guard let terminal else {
            throw Failure(.terminalNeeded, ["question": "The passphrase", "flag": flag])
        }
        if let note { remark(note) }
        defer { terminal.erase() }
        return try terminal.askSecret(question + ": ")
    }

    /// Goes on only if the person types exactly what was asked for, which is a number or a word.
    ///
    /// - Throws: `terminal.needed` where there is no terminal, `confirmation.missing` for anything
    ///   else that was typed.
    package func confirm(_ block: String, typing expected: String, flag: String) throws(Failure) {
        guard let terminal else {
            throw Failure(.terminalNeeded, ["question": "This", "flag": flag])
        }
        defer { terminal.erase() }
        let answer = try terminal.ask(Layout.wrapped(block) + " ")
        guard let answer, answer == Bytes(text: expected) else {
            throw Failure(.notConfirmed, ["expected": expected])
        }
    }
}
