// SPDX-License-Identifier: Apache-2.0

import CArchive
package import StrictCoding

/// Goes through an archive from its first member to its last. Nothing is written anywhere, no name is
/// followed, and a member is unpacked only as far as it is read.
@safe package final class ArchiveReader {
    private let archive: OpaquePointer
    private let stream: ArchiveStream
    private let form: ArchiveForm
    private var isOver = false

    /// Opens an archive of a form that was recognised.
    ///
    /// - Throws: `ArchiveError`, or what the source throws.
    package init(_ source: any SeekableSource, _ form: ArchiveForm) throws {
        ArchiveLocale.prepare()
        guard let archive = unsafe archive_read_new() else { throw ArchiveError.memory }
        unsafe self.archive = archive
        stream = ArchiveStream(source)
        self.form = form
        try unsafe ArchiveReader.configure(archive, form)
        let context = unsafe Unmanaged.passUnretained(stream).toOpaque()
        unsafe archive_read_set_read_callback(archive) { _, context, place in
            guard let context = unsafe context else { return Int(ARCHIVE_FATAL) }
            return unsafe Unmanaged<ArchiveStream>.fromOpaque(context).takeUnretainedValue()
                .next(place)
        }
        unsafe archive_read_set_skip_callback(archive) { _, context, count in
            guard let context = unsafe context else { return 0 }
            return unsafe Unmanaged<ArchiveStream>.fromOpaque(context).takeUnretainedValue()
                .skip(count)
        }
        unsafe archive_read_set_seek_callback(archive) { _, context, distance, whence in
            guard let context = unsafe context else { return Int64(ARCHIVE_FATAL) }
            return unsafe Unmanaged<ArchiveStream>.fromOpaque(context).takeUnretainedValue()
                .seek(distance, whence)
        }
        unsafe archive_read_set_callback_data(archive, context)
        let status = unsafe archive_read_open1(archive)
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure() }
    }

    deinit {
        unsafe archive_read_free(archive)
    }

    private static func configure(_ archive: OpaquePointer, _ form: ArchiveForm) throws {
        var status: Int32
        switch form.container {
        case .zip: status = unsafe archive_read_support_format_zip(archive)
        case .sevenZip: status = unsafe archive_read_support_format_7zip(archive)
        case .rar:
            status = unsafe archive_read_support_format_rar(archive)
            status = min(status, unsafe archive_read_support_format_rar5(archive))
        case .tar: status = unsafe archive_read_support_format_tar(archive)
        case .single:
            status = unsafe archive_read_support_format_tar(archive)
            status = min(status, unsafe archive_read_support_format_raw(archive))
        }
        if let packing = form.packing {
            let code =
                switch packing {
                case .gzip: ARCHIVE_FILTER_GZIP
                case .bzip2: ARCHIVE_FILTER_BZIP2
                case .xz: ARCHIVE_FILTER_XZ
                case .zstd: ARCHIVE_FILTER_ZSTD
                }
            // Exactly this one, once: what unpacks to itself would never end.
            status = min(status, unsafe archive_read_append_filter(archive, code))
        }
        guard status >= ARCHIVE_WARN else { throw ArchiveError.unsupported }
    }

    /// The next member; nothing after the last one.
    ///
    /// - Throws: `ArchiveError`, or what the source throws; then there are no more members.
    package func next() throws -> ArchiveMember? {
        guard !isOver else { return nil }
        var entry: OpaquePointer?
        let status = unsafe archive_read_next_header(archive, &entry)
        if status == ARCHIVE_EOF {
            isOver = true
            if form.container == .zip || form.container == .sevenZip,
                unsafe archive_read_has_encrypted_entries(archive) == 1,
                unsafe archive_file_count(archive) == 0
            {
                throw ArchiveError.encrypted
            }
            return nil
        }
        guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry = unsafe entry else {
            isOver = true
            throw failure()
        }
        return unsafe member(entry)
    }

    private func member(_ entry: OpaquePointer) -> ArchiveMember {
        var name = Bytes()
        if let text = unsafe archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry) {
            var index = 0
            while index < Limits.nameBytes, unsafe text[index] != 0 {
                name.append(UInt8(bitPattern: unsafe text[index]))
                index += 1
            }
        }
        let mode = UInt32(unsafe archive_entry_filetype(entry))
        let target = unsafe archive_entry_hardlink(entry) ?? archive_entry_symlink(entry)
        let isLink = unsafe mode == 0o120000 || target != nil
        let kind: ArchiveMember.Kind =
            isLink
            ? .link : mode == 0o040000 ? .directory : mode == 0o100000 || mode == 0 ? .file : .other
        let size = unsafe archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : -1
        return ArchiveMember(
            name: name, kind: kind, size: size < 0 ? nil : UInt64(size),
            isEncrypted: unsafe archive_entry_is_encrypted(entry) != 0)
    }

    /// Fills `buffer` from its start with the next bytes of the member and returns how many they were; 0 at
    /// its end.
    ///
    /// - Throws: `ArchiveError`, or what the source throws; the next member may be readable after it.
    package func read(into buffer: inout Bytes) throws -> Int {
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe archive_read_data(archive, bytes.baseAddress, bytes.count)
        }
        guard count >= 0 else { throw failure() }
        return min(count, buffer.count)
    }

    /// What went wrong last, in words of ours.
    private func failure() -> any Error {
        if let failure = stream.failure { return failure }
        var words = ""
        if let text = unsafe archive_error_string(archive) {
            words = unsafe String(cString: text).lowercased()
        }
        for (part, error) in ArchiveReader.errors where words.contains(part) { return error }
        return ArchiveError.damaged
    }

    private static let errors: [(String, ArchiveError)] = [
        ("encrypt", .encrypted), ("passphrase", .encrypted), ("password", .encrypted),
        ("crc", .checksum), ("checksum", .checksum), ("memory", .memory), ("allocate", .memory),
        ("unsupported", .unsupported), ("not supported", .unsupported), ("too many", .unsupported),
        ("can't decompress", .unsupported),
    ]
}

/// Loads what the library needs for names that are not ASCII, while files can still be opened.
package enum ArchiveLocale {
    private static let isSet: Bool = {
        for name in ["C.UTF-8", "en_US.UTF-8", "UTF-8"]
        where unsafe setlocale(LC_CTYPE, name) != nil {
            return true
        }
        return false
    }()

    /// Sets how characters are read, once.
    @discardableResult package static func prepare() -> Bool { isSet }
}
