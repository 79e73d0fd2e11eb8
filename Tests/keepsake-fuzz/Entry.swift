// SPDX-License-Identifier: Apache-2.0

import FuzzTargets
import Glibc
import StrictCoding

/// What libFuzzer calls with each input. `KEEPSAKE_FUZZ_TARGET` chooses who reads it; the words
/// `targets` and `names` there have the targets and the names of items printed instead.
///
/// A trap of Swift, a report of a sanitizer and a broken rule all end the process, which keeps the input
/// that did it.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var bytes = Bytes()
    if count > 0, let data = unsafe data {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: count))
    }
    do {
        try Chosen.target.run(bytes)
    } catch {
        fatalError("\(error)")
    }
    return 0
}

/// The target of this process.
private enum Chosen {
    static let target: FuzzTarget = {
        let name = unsafe getenv("KEEPSAKE_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
        if let target = FuzzTarget.all.first(where: { $0.name == name }) { return target }
        let names = name == "names" ? ItemInput.names : FuzzTarget.all.map(\.name)
        for name in names { print(name) }
        // Without libFuzzer's own ending, which takes every other for a fault.
        fflush(nil)
        _exit(name == "names" || name == "targets" ? 0 : 2)
    }()
}
