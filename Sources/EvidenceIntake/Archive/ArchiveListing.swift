// SPDX-License-Identifier: Apache-2.0

import ArchiveReading
import EvidenceModel
import SodiumPrimitives
import StrictCoding

/// The members of an archive, each unpacked once, into nothing but its size and digest.
struct ArchiveListing {
    /// The members that are files, in the order of the archive.
    private(set) var files: [(name: MemberName, seen: AttachmentSeen)] = []
    private(set) var directories = 0
    private(set) var links = 0
    private(set) var encrypted = 0
    private(set) var damaged = 0
    private(set) var nested = 0
    private(set) var odd = 0
    private(set) var guessedNames = 0
    private(set) var repeated = 0
    private(set) var notUnpacked = 0
    private(set) var unpackedBytes: UInt64 = 0
    private(set) var declaredBytes: UInt64 = 0
    private(set) var directory: ZipDirectory?
    /// Why it was not gone through to its end.
    private(set) var unread: String?
    /// How it is packed, as found.
    private(set) var form: ArchiveForm

    private var names: Set<String> = []
    private let allowance: UInt64
    private var isUnpacking = true

    /// Goes through an archive.
    ///
    /// - Throws: what the source throws. What is wrong with the archive stands in `unread`.
    init(_ source: any SeekableSource, _ form: ArchiveForm, name: String) throws {
        self.form = form
        let (ratio, isOver) = source.size.multipliedReportingOverflow(by: Limits.archiveRatio)
        allowance = min(
            Limits.archiveBytes, isOver ? .max : max(ratio, Limits.archiveAlwaysBytes))
        if form.container == .zip {
            directory = try ZipDirectory(source)
            if let directory, directory.overlapping > 0 {
                isUnpacking = false
                unread =
                    "members of the archive share the same bytes, as in one made to burst; it was listed and not unpacked"
            }
        }
        do {
            try walk(try ArchiveReader(source, form), name: name)
        } catch let error as ArchiveError {
            unread = unread ?? ArchiveListing.sentence(error, members: files.count)
        }
        settle()
        tellUnreached()
    }

    /// What is to be said of the whole, once it was gone through.
    private mutating func settle() {
        if unread == nil, encrypted > 0 {
            unread =
                encrypted == files.count
                ? "it is encrypted: a password is needed"
                : "\(encrypted) of its \(files.count) files are encrypted: a password is needed"
        }
        if unread == nil, damaged > 0 {
            unread = "\(damaged) of its \(files.count) files could not be unpacked"
        }
        guard unread == nil, form.container == .zip else { return }
        if let directory {
            if directory.isSplit {
                unread = "it is one part of several"
            } else if directory.isDamaged {
                unread = "its directory is damaged; \(members) members were found"
            } else if directory.members > members {
                unread =
                    "its directory names \(directory.members) members and \(members) were found"
            }
        } else {
            unread = "it has no directory at its end: it is damaged or cut off"
        }
    }

    /// Lists what the directory names and the library did not come to.
    private mutating func tellUnreached() {
        guard form.container == .zip, let directory, directory.members > members else { return }
        for (name, size) in directory.listed {
            let named = MemberName(name)
            guard !named.text.hasSuffix("/"), names.insert(named.text).inserted else { continue }
            if named.isOdd { odd += 1 }
            damaged += 1
            files.append((named, AttachmentSeen(name: named.text, size: size, status: .damaged)))
        }
    }

    /// How many members were met.
    var members: Int { files.count + directories + links }

    private mutating func walk(_ reader: ArchiveReader, name: String) throws {
        var isFirst = true
        while let member = try reader.next() {
            guard members < Limits.archiveMembers else {
                unread = "it has more than \(Limits.archiveMembers) members"
                return
            }
            var named = MemberName(member.name)
            if form.packing != nil, isFirst {
                // The library calls what is no tar by a name of its own.
                if member.size == nil, named.text == "data" {
                    named = MemberName(Bytes(text: ArchiveListing.stem(name)))
                } else {
                    form.container = .tar
                }
            }
            isFirst = false
            if !named.text.isEmpty || member.kind == .file, named.isOdd { odd += 1 }
            if named.isGuessed { guessedNames += 1 }
            if !names.insert(named.text).inserted { repeated += 1 }
            switch member.kind {
            case .directory: directories += 1
            case .link, .other: links += 1
            case .file:
                files.append((named, try seen(member, named, reader)))
                guard unread == nil || !isUnpacking else { return }
            }
        }
    }

    private mutating func seen(
        _ member: ArchiveMember, _ name: MemberName, _ reader: ArchiveReader
    ) throws -> AttachmentSeen {
        let (sum, isOver) = declaredBytes.addingReportingOverflow(member.size ?? 0)
        declaredBytes = isOver ? .max : sum
        var seen = AttachmentSeen(name: name.text, size: member.size, status: .resolved)
        if member.isEncrypted {
            encrypted += 1
            seen.status = .damaged
            // Skipping it costs nothing where the archive as a whole is not packed.
            return seen
        }
        guard isUnpacking else {
            notUnpacked += 1
            return seen
        }
        do throws(UnpackingError) {
            let (size, digest) = try unpack(member, reader)
            seen.size = size
            seen.sha256 = digest
        } catch {
            switch error {
            case .source(let error): throw error
            case .archive(.encrypted):
                encrypted += 1
                seen.status = .damaged
            case .archive:
                damaged += 1
                seen.status = .damaged
            case .full:
                isUnpacking = form.packing != nil
                notUnpacked += 1
                unread =
                    "it holds more than \(allowance) bytes unpacked; what comes after was not unpacked"
            }
        }
        return seen
    }

    private enum UnpackingError: Error {
        case source(any Error)
        case archive(ArchiveError)
        case full
    }

    private mutating func unpack(
        _ member: ArchiveMember, _ reader: ArchiveReader
    ) throws(UnpackingError) -> (UInt64, Digest) {
        var hasher = SHA256Hasher()
        var block = Bytes(repeating: 0, count: 1 << 18)
        var size: UInt64 = 0
        while true {
            let count: Int
            do {
                count = try reader.read(into: &block)
            } catch let error as ArchiveError {
                throw .archive(error)
            } catch {
                throw .source(error)
            }
            if size == 0, count > 0, ArchiveForm.recognise(Bytes(block[0..<count])) != nil {
                nested += 1
            }
            guard count > 0 else { break }
            size += UInt64(count)
            unpackedBytes += UInt64(count)
            if let stated = member.size, size > stated { throw .archive(.damaged) }
            guard unpackedBytes <= allowance else { throw .full }
            hasher.update(block.span.extracting(first: count))
        }
        if let stated = member.size, size < stated { throw .archive(.damaged) }
        return (size, hasher.digest())
    }

    private static func sentence(_ error: ArchiveError, members: Int) -> String {
        let place = members == 0 ? "" : ", after \(members) files"
        return switch error {
        case .encrypted: "it is encrypted: a password is needed"
        case .unsupported: "it is packed in a way that is not read here\(place)"
        case .checksum: "its checksum does not fit\(place)"
        case .memory: "it asks for more memory than there is\(place)"
        case .damaged: "it is damaged or cut off\(place)"
        }
    }

    private static func stem(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }
}
