// SPDX-License-Identifier: Apache-2.0

// Calls to the operating system for DurableFiles, and for nothing else. Why in C: renameat2 and statx
// are not visible to Swift, struct stat differs between systems, and errno is read where it is set.
//
// Each call returns 0 or more when it succeeded, else the negated errno; one that a signal
// interrupted is made again here. Every descriptor is close-on-exec. A path is bytes that end in a
// zero; `folder` is an open folder that a relative path starts from, or FC_HERE.

#ifndef CFILECALLS_H
#define CFILECALLS_H

#include <stddef.h>
#include <stdint.h>

/// The working directory, as a folder to start from.
#define FC_HERE (-1)

/// What an errno means to DurableFiles.
enum fc_reason {
    FC_OTHER = 0,
    FC_NOT_FOUND,
    FC_NOT_PERMITTED,
    FC_EXISTS,
    FC_LINK,
    FC_FOLDER,
    FC_NOT_FOLDER,
    FC_NOT_EMPTY,
    FC_NO_SPACE,
    FC_TOO_LARGE,
    FC_READ_ONLY,
    FC_TOO_MANY_OPEN,
    FC_BUSY,
    FC_NAME,
    FC_OTHER_DISK,
    FC_NOT_SUPPORTED,
    FC_SPECIAL,
};

/// The meaning of an errno, negated or not.
int fc_reason(int code);

/// What a name stands for.
enum fc_kind { FC_KIND_OTHER = 0, FC_KIND_FILE, FC_KIND_FOLDER, FC_KIND_LINK, FC_KIND_PIPE, FC_KIND_SOCKET, FC_KIND_DEVICE };

/// What the system says of a file. Times are seconds since 1970 and nanoseconds.
struct fc_facts {
    int kind;
    uint32_t permissions;
    uint64_t size, device, inode, links;
    int64_t modified, changed, created;
    uint32_t modified_ns, changed_ns, created_ns;
    int has_created;
};

int fc_facts_at(int folder, const uint8_t *path, struct fc_facts *facts); // never follows the last link
int fc_facts_of(int file, struct fc_facts *facts);

int fc_open_reading(int folder, const uint8_t *path); // never follows the last link, never waits
int fc_open_folder(int folder, const uint8_t *path);  // the same
int fc_open_new(int folder, const uint8_t *path);     // exclusively, mode 0600
int fc_open_unnamed(int folder, const uint8_t *path); // the same, to read too; the name is gone by then
int fc_open_lock(int folder, const uint8_t *path, int writable);
int fc_close(int file);

int64_t fc_read(int file, uint8_t *bytes, size_t count, uint64_t offset); // fewer only at the end
int fc_write(int file, const uint8_t *bytes, size_t count, uint64_t offset); // all of them
int fc_truncate(int file);       // to nothing
int fc_start_sync(int file);     // a hint: starts writing, promises nothing
int fc_sync(int file);           // as far as the drive's own medium where the system can ask that
int fc_sync_folder(int folder);

int fc_make_folder(int folder, const uint8_t *path); // mode 0700
int fc_rename(const uint8_t *from, const uint8_t *to);
int fc_rename_new(const uint8_t *from, const uint8_t *to); // refuses to replace
int fc_remove(const uint8_t *path);
int fc_remove_folder(const uint8_t *path);
int fc_free_space(const uint8_t *path, uint64_t *bytes);
int fc_resolve(const uint8_t *path, uint8_t *resolved, size_t capacity); // the length, without the zero

int fc_lock(int file, int exclusive); // FC_BUSY where another holds it; never waits
void fc_unlock(int file); // at once, whoever else has the descriptor still
int fc_process_id(void);

/// Reads names; `.` and `..` are left out. Takes the descriptor over, and closes it also when it fails.
int fc_list_open(int folder, void **list);
int fc_list_next(void *list, const uint8_t **name); // the name's length; 0 at the end
void fc_list_close(void *list);

#endif
