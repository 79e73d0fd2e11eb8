// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#define _FILE_OFFSET_BITS 64

#include "CFileCalls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#endif

// Some systems refuse, and some cut short, a single transfer of 2 GiB or more.
#define MOST_AT_ONCE ((size_t)1 << 30)
#define PATH_OF(path) ((const char *)(path))

#define AGAIN(result, call) \
    do { (result) = (call); } while ((result) < 0 && errno == EINTR)

static int answer(int result) { return result < 0 ? -errno : result; }

static int start(int folder) { return folder == FC_HERE ? AT_FDCWD : folder; }

int fc_reason(int code) {
    switch (code < 0 ? -code : code) {
    case ENOENT: return FC_NOT_FOUND;
    case EACCES: case EPERM: return FC_NOT_PERMITTED;
    case EEXIST: return FC_EXISTS;
    case ELOOP: return FC_LINK;
    case EISDIR: return FC_FOLDER;
    case ENOTDIR: return FC_NOT_FOLDER;
    case ENOTEMPTY: return FC_NOT_EMPTY;
    case ENOSPC: case EDQUOT: return FC_NO_SPACE;
    case EFBIG: case EOVERFLOW: return FC_TOO_LARGE;
    case EROFS: return FC_READ_ONLY;
    case EMFILE: case ENFILE: return FC_TOO_MANY_OPEN;
    case EWOULDBLOCK: case EBUSY: case ETXTBSY: return FC_BUSY;
    case ENAMETOOLONG: case EINVAL: case EILSEQ: return FC_NAME;
    case EXDEV: return FC_OTHER_DISK;
    case ENOSYS: case EOPNOTSUPP: case ENOLCK: return FC_NOT_SUPPORTED;
    case ENXIO: case ENODEV: return FC_SPECIAL;
    default: return FC_OTHER;
    }
}

static int kind_of(uint32_t mode) {
    switch (mode & S_IFMT) {
    case S_IFREG: return FC_KIND_FILE;
    case S_IFDIR: return FC_KIND_FOLDER;
    case S_IFLNK: return FC_KIND_LINK;
    case S_IFIFO: return FC_KIND_PIPE;
    case S_IFSOCK: return FC_KIND_SOCKET;
    case S_IFCHR: case S_IFBLK: return FC_KIND_DEVICE;
    default: return FC_KIND_OTHER;
    }
}

#ifdef __linux__
static int facts(int folder, const char *path, int flags, struct fc_facts *facts) {
    struct statx found;
    int result;
    memset(&found, 0, sizeof found);
    AGAIN(result, statx(folder, path, flags | AT_NO_AUTOMOUNT, STATX_BASIC_STATS | STATX_BTIME, &found));
    if (result < 0) return -errno;
    facts->kind = kind_of(found.stx_mode);
    facts->permissions = found.stx_mode & 07777;
    facts->size = found.stx_size;
    facts->device = ((uint64_t)found.stx_dev_major << 32) | found.stx_dev_minor;
    facts->inode = found.stx_ino;
    facts->links = found.stx_nlink;
    facts->modified = found.stx_mtime.tv_sec;
    facts->modified_ns = found.stx_mtime.tv_nsec;
    facts->changed = found.stx_ctime.tv_sec;
    facts->changed_ns = found.stx_ctime.tv_nsec;
    facts->has_created = (found.stx_mask & STATX_BTIME) != 0;
    facts->created = found.stx_btime.tv_sec;
    facts->created_ns = found.stx_btime.tv_nsec;
    return 0;
}

int fc_facts_at(int folder, const uint8_t *path, struct fc_facts *out) {
    return facts(start(folder), PATH_OF(path), AT_SYMLINK_NOFOLLOW, out);
}

int fc_facts_of(int file, struct fc_facts *out) { return facts(file, "", AT_EMPTY_PATH, out); }
#else
static int facts(int result, const struct stat *found, struct fc_facts *facts) {
    if (result < 0) return -errno;
    facts->kind = kind_of(found->st_mode);
    facts->permissions = found->st_mode & 07777;
    facts->size = found->st_size < 0 ? 0 : (uint64_t)found->st_size;
    facts->device = (uint32_t)found->st_dev;
    facts->inode = found->st_ino;
    facts->links = found->st_nlink;
    facts->modified = found->st_mtimespec.tv_sec;
    facts->modified_ns = (uint32_t)found->st_mtimespec.tv_nsec;
    facts->changed = found->st_ctimespec.tv_sec;
    facts->changed_ns = (uint32_t)found->st_ctimespec.tv_nsec;
    facts->has_created = 1;
    facts->created = found->st_birthtimespec.tv_sec;
    facts->created_ns = (uint32_t)found->st_birthtimespec.tv_nsec;
    return 0;
}

int fc_facts_at(int folder, const uint8_t *path, struct fc_facts *out) {
    struct stat found;
    int result;
    AGAIN(result, fstatat(start(folder), PATH_OF(path), &found, AT_SYMLINK_NOFOLLOW));
    return facts(result, &found, out);
}

int fc_facts_of(int file, struct fc_facts *out) {
    struct stat found;
    int result;
    AGAIN(result, fstat(file, &found));
    return facts(result, &found, out);
}
#endif

static int open_quietly(int folder, const uint8_t *path, int flags) {
    int result;
    flags |= O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
#ifdef O_NOATIME
    // When an original was last looked at may be evidence too. Only its owner may ask for this.
    AGAIN(result, openat(start(folder), PATH_OF(path), flags | O_NOATIME));
    if (result >= 0 || errno != EPERM) return answer(result);
#endif
    AGAIN(result, openat(start(folder), PATH_OF(path), flags));
    return answer(result);
}

int fc_open_reading(int folder, const uint8_t *path) { return open_quietly(folder, path, 0); }

int fc_open_folder(int folder, const uint8_t *path) { return open_quietly(folder, path, O_DIRECTORY); }

int fc_open_new(int folder, const uint8_t *path) {
    int result;
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    AGAIN(result, openat(start(folder), PATH_OF(path), flags, 0600));
    return answer(result);
}

int fc_open_unnamed(int folder, const uint8_t *path) {
    int file, result;
    int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    AGAIN(file, openat(start(folder), PATH_OF(path), flags, 0600));
    if (file < 0) return answer(file);
    AGAIN(result, unlinkat(start(folder), PATH_OF(path), 0));
    if (result >= 0) return file;
    // A file system that removes nothing that is open: it is not used, and the name goes after all.
    int code = errno;
    close(file);
    AGAIN(result, unlinkat(start(folder), PATH_OF(path), 0));
    return -code;
}

int fc_open_lock(int folder, const uint8_t *path, int writable) {
    int result;
    int flags = (writable ? O_RDWR | O_CREAT : O_RDONLY) | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
    AGAIN(result, openat(start(folder), PATH_OF(path), flags, 0600));
    return answer(result);
}

int fc_close(int file) {
    // The descriptor is gone whatever this returns; a second close could hit somebody else's.
    if (close(file) < 0 && errno != EINTR && errno != EINPROGRESS) return -errno;
    return 0;
}

int64_t fc_read(int file, uint8_t *bytes, size_t count, uint64_t offset) {
    size_t done = 0;
    while (done < count) {
        size_t part = count - done < MOST_AT_ONCE ? count - done : MOST_AT_ONCE;
        if (offset > (uint64_t)INT64_MAX - done) return -EOVERFLOW;
        ssize_t result;
        AGAIN(result, pread(file, bytes + done, part, (off_t)(offset + done)));
        if (result < 0) return -errno;
        if (result == 0) break;
        done += (size_t)result;
    }
    return (int64_t)done;
}

int fc_write(int file, const uint8_t *bytes, size_t count, uint64_t offset) {
    size_t done = 0;
    while (done < count) {
        size_t part = count - done < MOST_AT_ONCE ? count - done : MOST_AT_ONCE;
        if (offset > (uint64_t)INT64_MAX - count) return -EFBIG;
        ssize_t result;
        AGAIN(result, pwrite(file, bytes + done, part, (off_t)(offset + done)));
        if (result < 0) return -errno;
        if (result == 0) return -EIO;
        done += (size_t)result;
    }
    return 0;
}

int fc_truncate(int file) {
    int result;
    AGAIN(result, ftruncate(file, 0));
    return answer(result);
}

int fc_start_sync(int file) {
#ifdef __linux__
    return answer(sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE));
#else
    (void)file;
    return 0;
#endif
}

int fc_sync(int file) {
    int result;
#ifdef F_FULLFSYNC
    // fsync alone leaves the bytes in the drive's own cache there. Drives that cannot do more say so.
    AGAIN(result, fcntl(file, F_FULLFSYNC));
    if (result >= 0) return 0;
    if (errno != ENOTSUP && errno != EINVAL && errno != ENOTTY) return -errno;
#endif
    AGAIN(result, fsync(file));
    return answer(result);
}

int fc_sync_folder(int folder) {
    int result = fc_sync(folder);
    // Trade-off: a few network and user-space file systems cannot sync a folder at all and say so in
    // this way. Nothing more can be done there, and refusing to work would lose more than it saves.
    return result == -EINVAL || result == -EOPNOTSUPP ? 0 : result;
}

int fc_make_folder(int folder, const uint8_t *path) {
    int result;
    AGAIN(result, mkdirat(start(folder), PATH_OF(path), 0700));
    return answer(result);
}

int fc_rename(const uint8_t *from, const uint8_t *to) {
    int result;
    AGAIN(result, rename(PATH_OF(from), PATH_OF(to)));
    return answer(result);
}

// For file systems that have no exclusive rename.
static int rename_new_by_hand(const uint8_t *from, const uint8_t *to) {
    struct fc_facts found;
    int result = fc_facts_at(FC_HERE, from, &found);
    if (result < 0) return result;
    if (found.kind == FC_KIND_FILE) {
        AGAIN(result, linkat(AT_FDCWD, PATH_OF(from), AT_FDCWD, PATH_OF(to), 0));
        if (result >= 0) return fc_remove(from);
        if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK) return -errno;
    }
    // Trade-off: neither exclusive rename nor hard links, so something that appears at `to` between
    // these two calls is replaced. In a vault the lock is held, and names are digests or random.
    result = fc_facts_at(FC_HERE, to, &found);
    if (result >= 0) return -EEXIST;
    if (result != -ENOENT) return result;
    return fc_rename(from, to);
}

int fc_rename_new(const uint8_t *from, const uint8_t *to) {
    int result;
#if defined(__linux__)
    AGAIN(result, (int)syscall(SYS_renameat2, AT_FDCWD, PATH_OF(from), AT_FDCWD, PATH_OF(to), 1u /* RENAME_NOREPLACE */));
#elif defined(__APPLE__)
    AGAIN(result, renamex_np(PATH_OF(from), PATH_OF(to), RENAME_EXCL));
#else
    result = -1;
    errno = ENOSYS;
#endif
    if (result >= 0) return 0;
    // EINVAL also stands for a folder moved into itself, which the way by hand refuses again.
    if (errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP) return -errno;
    return rename_new_by_hand(from, to);
}

int fc_remove(const uint8_t *path) {
    int result;
    AGAIN(result, unlinkat(AT_FDCWD, PATH_OF(path), 0));
    return answer(result);
}

int fc_remove_folder(const uint8_t *path) {
    int result;
    AGAIN(result, unlinkat(AT_FDCWD, PATH_OF(path), AT_REMOVEDIR));
    // Some systems say "exists" of a folder that holds something.
    return result < 0 && errno == EEXIST ? -ENOTEMPTY : answer(result);
}

int fc_free_space(const uint8_t *path, uint64_t *bytes) {
    struct statvfs found;
    int result;
    AGAIN(result, statvfs(PATH_OF(path), &found));
    if (result < 0) return -errno;
    uint64_t unit = found.f_frsize ? found.f_frsize : found.f_bsize;
    *bytes = unit && found.f_bavail > UINT64_MAX / unit ? UINT64_MAX : (uint64_t)found.f_bavail * unit;
    return 0;
}

int fc_resolve(const uint8_t *path, uint8_t *resolved, size_t capacity) {
    char *found = realpath(PATH_OF(path), NULL);
    if (!found) return -errno;
    size_t length = strlen(found);
    int result = -ENAMETOOLONG;
    if (length < capacity && length <= INT_MAX) {
        memcpy(resolved, found, length);
        result = (int)length;
    }
    free(found);
    return result;
}

int fc_lock(int file, int exclusive) {
    int result;
    AGAIN(result, flock(file, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB));
    return answer(result);
}

void fc_unlock(int file) {
    // Closing is not enough while a child that was just begun still has the descriptor.
    (void)flock(file, LOCK_UN);
}

int fc_process_id(void) { return (int)getpid(); }

int fc_list_open(int folder, void **list) {
    DIR *found = fdopendir(folder);
    if (!found) {
        int code = errno;
        close(folder);
        return -code;
    }
    *list = found;
    return 0;
}

int fc_list_next(void *list, const uint8_t **name) {
    for (;;) {
        errno = 0;
        struct dirent *found = readdir(list);
        if (!found) {
            if (errno == EINTR) continue;
            return -errno;
        }
        const char *text = found->d_name;
        if (strcmp(text, ".") == 0 || strcmp(text, "..") == 0) continue;
        *name = (const uint8_t *)text;
        return (int)strlen(text);
    }
}

void fc_list_close(void *list) { closedir(list); }
