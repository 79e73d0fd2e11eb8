// SPDX-License-Identifier: Apache-2.0

import StrictCoding

extension BagStructure {
    /// Reads a bag's tag files, compares the lists with the contents and the tag files with their
    /// digests. Every finding is collected; nothing of the payload is read.
    package init(
        reading contents: any BagContents, rules: BagRules = .general,
        limits: BagLimits = BagLimits()
    ) {
        var reader = StructureReader(contents, rules, limits)
        reader.read()
        findings = reader.list.findings
        info = reader.info
        manifests = reader.manifests
        tagManifests = reader.tagManifests
        payload = reader.payload
    }
}

/// The steps of reading a bag's structure.
private struct StructureReader {
    let contents: any BagContents
    let rules: BagRules
    let limits: BagLimits
    var list: FindingList
    var files: [Bytes: BagFile] = [:]
    var info: BagInfo?
    var manifests: [BagManifest] = []
    var tagManifests: [BagManifest] = []
    var payload: [BagFile] = []
    var toFetch: Set<Bytes> = []

    init(_ contents: any BagContents, _ rules: BagRules, _ limits: BagLimits) {
        self.contents = contents
        self.rules = rules
        self.limits = limits
        self.list = FindingList(limit: limits.findings)
    }

    mutating func read() {
        guard readDeclaration() else { return }
        readNames()
        readManifests()
        readInfo()
        readFetch()
        comparePayload()
        compareTags()
        checkTagDigests()
    }

    /// Whether the bag is one of those that can be read.
    private mutating func readDeclaration() -> Bool {
        let all = contents.files
        guard all.count <= limits.files else {
            list.add(.aboveLimit(.files, path: nil))
            return false
        }
        for file in all where files.updateValue(file, forKey: file.path) != nil {
            list.add(.contentsRepeated(path: file.path))
        }
        payload = files.values.filter { BagPath.isPayload($0.path) }
        payload.sort { $0.path.lexicographicallyPrecedes($1.path) }
        let file = BagDeclaration.file
        guard files[file] != nil else {
            list.add(.declarationMissing)
            return false
        }
        guard let bytes = bytes(of: file, limit: limits.declarationBytes, .declarationBytes) else {
            return false
        }
        if let fault = BagDeclaration.fault(in: bytes) {
            list.add(fault)
            return false
        }
        demandCanonical(bytes == BagDeclaration.canonical, file)
        return true
    }

    private mutating func readNames() {
        var seen: [String: Bytes] = [:]
        for path in files.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            // Strings are equal where they are the same after normalisation.
            let key = String(decoding: path, as: UTF8.self).lowercased()
            if let other = seen.updateValue(path, forKey: key) {
                list.add(.namesClash(path: path, other: other), rules.isOurs ? .malformed : nil)
            }
        }
    }

    private mutating func readManifests() {
        let named = files.keys.sorted { $0.lexicographicallyPrecedes($1) }
            .compactMap { path in BagManifest.named(path).map { (path, $0) } }
        guard named.count <= limits.manifests else {
            list.add(.aboveLimit(.manifests, path: nil))
            return
        }
        for (path, (kind, algorithm)) in named {
            if rules.isOurs, algorithm != .sha256 {
                list.add(.tagFileNotPermitted(file: path))
                continue
            }
            guard let bytes = text(of: path, limit: limits.manifestBytes, .manifestBytes) else {
                continue
            }
            let manifest = BagManifest.read(
                bytes, kind: kind, algorithm: algorithm, limits, &list)
            demandCanonical(manifest.encoded() == bytes, path)
            if kind == .payload {
                manifests.append(manifest)
            } else {
                tagManifests.append(manifest)
            }
        }
        if !named.contains(where: { $0.1.kind == .payload }) { list.add(.manifestMissing) }
        for group in [manifests, tagManifests] {
            let covered = group.contains { $0.algorithm.isChecked }
            for manifest in group where !manifest.algorithm.isChecked {
                list.add(.algorithmNotChecked(file: manifest.file, covered: covered))
            }
        }
        if rules.isOurs {
            for kind in [BagManifest.Kind.payload, .tags] {
                let file = BagManifest(kind, .sha256, paths: [], digests: [:]).file
                if files[file] == nil { list.add(.tagFileRequired(file: file)) }
            }
        }
    }

    private mutating func readInfo() {
        guard files[BagInfo.file] != nil else {
            if rules.isOurs { list.add(.tagFileRequired(file: BagInfo.file)) }
            return
        }
        guard let bytes = text(of: BagInfo.file, limit: limits.infoBytes, .infoBytes) else {
            return
        }
        let read = BagInfo.read(bytes, limits, &list)
        info = read
        demandCanonical(read.encoded() == bytes, BagInfo.file)
        let stated = read.values(of: BagInfo.oxumLabel)
        if stated.count > 1 { list.add(.oxumRepeated) }
        guard let first = stated.first else {
            if rules.isOurs { list.add(.oxumMissing) }
            return
        }
        guard let oxum = BagOxum(Bytes(text: first)) else {
            list.add(.oxumMalformed)
            return
        }
        let found = BagOxum(
            octets: payload.reduce(0) { $0 &+ $1.size }, files: UInt64(payload.count))
        if oxum != found { list.add(.oxumDiffers(stated: oxum, found: found)) }
    }

    private mutating func readFetch() {
        guard files[BagFetch.file] != nil else { return }
        if rules.isOurs { list.add(.tagFileNotPermitted(file: BagFetch.file)) }
        guard let bytes = text(of: BagFetch.file, limit: limits.manifestBytes, .manifestBytes)
        else { return }
        toFetch = Set(BagFetch.paths(bytes, limits, &list))
        var missing = false
        for path in toFetch.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            if !manifests.allSatisfy({ $0.digests[path] != nil }) {
                list.add(.fetchNotListed(path: path))
            }
            if files[path] == nil {
                missing = true
                list.add(.toBeFetched(path: path))
            }
        }
        if !missing { list.add(.fetchPresent) }
    }

    /// Every payload file in every payload manifest, and the other way round.
    private mutating func comparePayload() {
        for manifest in manifests {
            for path in manifest.paths where files[path] == nil && !toFetch.contains(path) {
                list.add(.missing(path: path, file: manifest.file))
            }
            for file in payload where manifest.digests[file.path] == nil {
                list.add(.payloadNotListed(path: file.path, file: manifest.file))
            }
        }
    }

    private mutating func compareTags() {
        let tags = files.keys.filter { !BagPath.isPayload($0) }
            .sorted { $0.lexicographicallyPrecedes($1) }
        for manifest in tagManifests {
            for path in manifest.paths {
                if BagManifest.named(path)?.kind == .tags {
                    list.add(.tagManifestListed(path: path, file: manifest.file))
                } else if files[path] == nil {
                    list.add(.missing(path: path, file: manifest.file))
                }
            }
            for path in tags where manifest.digests[path] == nil {
                switch BagManifest.named(path)?.kind {
                case .tags: continue
                case .payload: list.add(.manifestNotListed(path: path, file: manifest.file))
                case nil where rules.isOurs && rules.unlisted.contains(path): continue
                case nil:
                    list.add(
                        .tagFileNotListed(path: path, file: manifest.file),
                        rules.isOurs ? .incomplete : nil)
                }
            }
        }
    }

    /// Reads each listed tag file once and compares every digest that is listed for it.
    private mutating func checkTagDigests() {
        let checked = tagManifests.filter { $0.algorithm.isChecked }
        let paths = Set(checked.flatMap(\.paths)).sorted { $0.lexicographicallyPrecedes($1) }
        for path in paths {
            guard let file = files[path] else { continue }
            let expected = checked.compactMap { manifest in
                manifest.digests[path].map { (algorithm: manifest.algorithm, digest: $0) }
            }
            for fault in BagDigesting.faults(of: file, in: contents, expected) { list.add(fault) }
        }
    }

    /// A small file's bytes; nothing, and a finding, where it is too large or cannot be read.
    private mutating func bytes(of path: Bytes, limit: Int, _ name: BagLimit) -> Bytes? {
        guard let file = files[path] else { return nil }
        guard file.size <= UInt64(max(0, limit)) else {
            list.add(.aboveLimit(name, path: path))
            return nil
        }
        guard let source = try? contents.source(of: file), source.size == file.size,
            let bytes = try? source.bytes(at: 0, count: Int(file.size))
        else {
            list.add(.unreadable(path: path))
            return nil
        }
        return bytes
    }

    /// The same for a file that must be UTF-8.
    private mutating func text(of path: Bytes, limit: Int, _ name: BagLimit) -> Bytes? {
        guard let bytes = bytes(of: path, limit: limit, name) else { return nil }
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) {
            list.add(.byteOrderMark(file: path))
            return nil
        }
        guard bytes.strictText != nil else {
            list.add(.notUTF8(file: path))
            return nil
        }
        return bytes
    }

    private mutating func demandCanonical(_ holds: Bool, _ file: Bytes) {
        if rules.isOurs, !holds { list.add(.notCanonical(file: file)) }
    }
}
