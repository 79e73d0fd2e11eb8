// SPDX-License-Identifier: Apache-2.0

import CopierProtocol
import CopierSession
import MediaCopying
import StrictCoding

// A copier like the real one that does what a file which took it over would do. The file begins as a GIF
// of four pixels; the word behind that says which.
CopySession.run(preparations: [MediaCopying.prepare]) { kind, source, sink in
    let all = try source.bytes(at: 0, count: Int(source.size))
    let word = all.dropFirst(Planted.mark.count).prefix { $0 != 0 }
    if all.starts(with: Planted.mark), word.elementsEqual("say".utf8) {
        Planted.leave(saying: all.slice((Planted.mark.count + word.count + 1)..<all.count))
    }
    guard all.starts(with: Planted.mark),
        let act = Planted.acts[String(decoding: word, as: UTF8.self)]
    else { return try MediaCopying.copy(kind, source, sink) }
    try act(sink)
    return MadeCopy(form: .picture(width: 4, height: 4), flaws: 0, libraries: "planted 1")
}
