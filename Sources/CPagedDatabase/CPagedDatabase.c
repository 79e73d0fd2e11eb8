// SPDX-License-Identifier: Apache-2.0

#include "CPagedDatabase.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct paged_database {
    sqlite3_vfs files;
    struct paged_database_calls calls;
    int64_t refusals;
    int is_open;
    char name[48];
    char path[96];
};

struct paged_file {
    sqlite3_file base;
    struct paged_database *database;
};

static struct paged_database *of(sqlite3_file *file) {
    return ((struct paged_file *)file)->database;
}

static int file_close(sqlite3_file *file) {
    of(file)->is_open = 0;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *into, int count, sqlite3_int64 offset) {
    struct paged_database *database = of(file);
    if (count <= 0 || offset < 0) return SQLITE_IOERR_READ;
    int32_t got = database->calls.read(database->calls.context, offset, into, count);
    if (got < 0 || got > count) return SQLITE_IOERR_READ;
    if (got == count) return SQLITE_OK;
    memset((char *)into + got, 0, (size_t)(count - got));
    return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *file, const void *from, int count, sqlite3_int64 offset) {
    struct paged_database *database = of(file);
    if (!database->calls.write) return SQLITE_READONLY;
    if (count <= 0 || offset < 0) return SQLITE_IOERR_WRITE;
    return database->calls.write(database->calls.context, offset, from, count) < 0
               ? SQLITE_IOERR_WRITE
               : SQLITE_OK;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    struct paged_database *database = of(file);
    if (!database->calls.truncate) return SQLITE_READONLY;
    return size < 0 || database->calls.truncate(database->calls.context, size) < 0
               ? SQLITE_IOERR_TRUNCATE
               : SQLITE_OK;
}

static int file_sync(sqlite3_file *file, int flags) {
    (void)file, (void)flags;
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    struct paged_database *database = of(file);
    *size = database->calls.size(database->calls.context);
    return *size < 0 ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

static int file_lock(sqlite3_file *file, int level) {
    (void)file, (void)level;
    return SQLITE_OK;
}

static int file_reserved(sqlite3_file *file, int *result) {
    (void)file;
    *result = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *file, int code, void *argument) {
    (void)file, (void)code, (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector(sqlite3_file *file) {
    (void)file;
    return 4096;
}

static int file_characteristics(sqlite3_file *file) {
    return of(file)->calls.write ? 0 : SQLITE_IOCAP_IMMUTABLE;
}

// Version 1: no shared memory and no mapping, so that nothing can be asked of either.
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_lock,
    .xCheckReservedLock = file_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_characteristics,
};

static int files_open(sqlite3_vfs *files, const char *name, sqlite3_file *file, int flags,
                      int *flags_out) {
    struct paged_database *database = files->pAppData;
    (void)name;
    file->pMethods = NULL;
    if (!(flags & SQLITE_OPEN_MAIN_DB) || database->is_open) {
        database->refusals++;
        return SQLITE_CANTOPEN;
    }
    database->is_open = 1;
    ((struct paged_file *)file)->database = database;
    file->pMethods = &methods;
    if (flags_out) {
        *flags_out = database->calls.write ? flags : SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
    }
    return SQLITE_OK;
}

static int files_delete(sqlite3_vfs *files, const char *name, int sync) {
    struct paged_database *database = files->pAppData;
    (void)name, (void)sync;
    return database->calls.write ? SQLITE_OK : SQLITE_READONLY;
}

static int files_access(sqlite3_vfs *files, const char *name, int flags, int *result) {
    (void)files, (void)name, (void)flags;
    *result = 0;
    return SQLITE_OK;
}

static int files_full_name(sqlite3_vfs *files, const char *name, int count, char *out) {
    (void)files;
    if (count <= 0) return SQLITE_CANTOPEN;
    snprintf(out, (size_t)count, "%s", name);
    return SQLITE_OK;
}

static void *files_library(sqlite3_vfs *files, const char *name) {
    (void)files, (void)name;
    return NULL;
}

static void files_library_error(sqlite3_vfs *files, int count, char *out) {
    (void)files;
    if (count > 0) out[0] = 0;
}

static void (*files_symbol(sqlite3_vfs *files, void *library, const char *name))(void) {
    (void)files, (void)library, (void)name;
    return NULL;
}

static void files_library_close(sqlite3_vfs *files, void *library) { (void)files, (void)library; }

// Its own state is no secret and needs no chance, and nothing that is read depends on the hour.
static int files_random(sqlite3_vfs *files, int count, char *out) {
    (void)files;
    if (count > 0) memset(out, 0, (size_t)count);
    return count;
}

static int files_sleep(sqlite3_vfs *files, int microseconds) {
    (void)files;
    return microseconds;
}

static int files_time(sqlite3_vfs *files, double *now) {
    (void)files;
    *now = 0;
    return SQLITE_ERROR;
}

static int files_error(sqlite3_vfs *files, int count, char *out) {
    (void)files;
    if (count > 0 && out) out[0] = 0;
    return 0;
}

int paged_database_make(struct paged_database_calls calls, struct paged_database **made) {
    *made = NULL;
    // Where a path may not be a URI as it was built. It fails, and must, once SQLite has begun. A
    // database of somebody else's is opened by name, and a process that reads one knows no URI.
    if (calls.write) (void)sqlite3_config(SQLITE_CONFIG_URI, 1);
    int result = sqlite3_initialize();
    if (result != SQLITE_OK) return result;
    struct paged_database *database = calloc(1, sizeof *database);
    if (!database) return SQLITE_NOMEM;
    database->calls = calls;
    snprintf(database->name, sizeof database->name, "paged-%p", (void *)database);
    snprintf(database->path, sizeof database->path, "file:///pages?vfs=%s", database->name);
    database->files = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof(struct paged_file),
        .mxPathname = 64,
        .zName = database->name,
        .pAppData = database,
        .xOpen = files_open,
        .xDelete = files_delete,
        .xAccess = files_access,
        .xFullPathname = files_full_name,
        .xDlOpen = files_library,
        .xDlError = files_library_error,
        .xDlSym = files_symbol,
        .xDlClose = files_library_close,
        .xRandomness = files_random,
        .xSleep = files_sleep,
        .xCurrentTime = files_time,
        .xGetLastError = files_error,
    };
    result = sqlite3_vfs_register(&database->files, 0);
    if (result != SQLITE_OK) {
        free(database);
        return result;
    }
    *made = database;
    return SQLITE_OK;
}

const char *paged_database_name(const struct paged_database *database) { return database->name; }

const char *paged_database_path(const struct paged_database *database) { return database->path; }

int paged_database_serves(const struct paged_database *database, void *connection) {
    sqlite3_file *file = NULL;
    if (!connection) return 0;
    int result = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    return result == SQLITE_OK && file && file->pMethods == &methods && of(file) == database;
}

int64_t paged_database_refusals(const struct paged_database *database) {
    return database->refusals;
}

void paged_database_free(struct paged_database *database) {
    if (!database) return;
    sqlite3_vfs_unregister(&database->files);
    free(database);
}
