// SPDX-License-Identifier: Apache-2.0

#include "CSourceDatabase.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source_database {
    sqlite3_vfs files;
    sqlite3 *connection;
    void *context;
    source_database_read read;
    int64_t size;
    int64_t steps;
    int64_t steps_left;
    int64_t refusals;
    int is_open;
    char name[48];
};

struct source_file {
    sqlite3_file base;
    struct source_database *database;
};

// SQLite's machine is looked at after so many of its steps.
enum { STEPS_BETWEEN = 1000 };

static int file_close(sqlite3_file *file) {
    ((struct source_file *)file)->database->is_open = 0;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *into, int count, sqlite3_int64 offset) {
    struct source_database *database = ((struct source_file *)file)->database;
    if (count <= 0 || offset < 0) return SQLITE_IOERR_READ;
    memset(into, 0, (size_t)count);
    int32_t got = database->read(database->context, offset, into, count);
    if (got < 0 || got > count) return SQLITE_IOERR_READ;
    return got < count ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int file_write(sqlite3_file *file, const void *from, int count, sqlite3_int64 offset) {
    (void)file, (void)from, (void)count, (void)offset;
    return SQLITE_READONLY;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    (void)file, (void)size;
    return SQLITE_READONLY;
}

static int file_sync(sqlite3_file *file, int flags) {
    (void)file, (void)flags;
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    *size = ((struct source_file *)file)->database->size;
    return SQLITE_OK;
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
    (void)file;
    return SQLITE_IOCAP_IMMUTABLE;
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
    struct source_database *database = files->pAppData;
    (void)name;
    file->pMethods = NULL;
    if (!(flags & SQLITE_OPEN_MAIN_DB) || database->is_open) {
        database->refusals++;
        return SQLITE_CANTOPEN;
    }
    database->is_open = 1;
    ((struct source_file *)file)->database = database;
    file->pMethods = &methods;
    if (flags_out) *flags_out = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
    return SQLITE_OK;
}

static int files_delete(sqlite3_vfs *files, const char *name, int sync) {
    (void)files, (void)name, (void)sync;
    return SQLITE_READONLY;
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

// Nothing that is read depends on chance or on the hour.
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

static int step_limit(void *context) {
    struct source_database *database = context;
    database->steps_left -= STEPS_BETWEEN;
    return database->steps_left < 0;
}

// What a statement may do: read columns of tables, and ask for a table's columns. No function, no
// other file, no change.
static int may_do(void *context, int action, const char *first, const char *second,
                  const char *schema, const char *origin) {
    (void)context, (void)second, (void)schema;
    // Something inside the schema (a view, a trigger) asks: never.
    if (origin) return SQLITE_DENY;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
        return SQLITE_OK;
    case SQLITE_PRAGMA:
        return first && strcmp(first, "table_xinfo") == 0 ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static int configure(struct source_database *database, struct source_database_limits limits) {
    sqlite3 *connection = database->connection;
    const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
        // A name in quotation marks that is no column is an error, not a text.
        {SQLITE_DBCONFIG_DQS_DML, 0},
    };
    for (size_t index = 0; index < sizeof options / sizeof options[0]; index++) {
        int now = -1;
        int result = sqlite3_db_config(connection, options[index].option, options[index].value, &now);
        if (result != SQLITE_OK) return result;
        if (now != options[index].value) return SQLITE_MISUSE;
    }
    const struct {
        int name, value;
    } bounds[] = {
        {SQLITE_LIMIT_LENGTH, limits.value_bytes},
        {SQLITE_LIMIT_SQL_LENGTH, limits.sql_bytes},
        {SQLITE_LIMIT_COLUMN, limits.columns},
        {SQLITE_LIMIT_EXPR_DEPTH, limits.expression_depth},
        {SQLITE_LIMIT_VDBE_OP, limits.program_steps},
        {SQLITE_LIMIT_COMPOUND_SELECT, 16},
        {SQLITE_LIMIT_FUNCTION_ARG, 16},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 64},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 8},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t index = 0; index < sizeof bounds / sizeof bounds[0]; index++) {
        sqlite3_limit(connection, bounds[index].name, bounds[index].value);
    }
    sqlite3_progress_handler(connection, STEPS_BETWEEN, step_limit, database);
    char text[256];
    snprintf(text, sizeof text,
             "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=0;PRAGMA query_only=ON;"
             "PRAGMA trusted_schema=OFF;PRAGMA cell_size_check=ON;PRAGMA cache_size=-%d;",
             limits.cache_kibibytes);
    int result = sqlite3_exec(connection, text, NULL, NULL, NULL);
    if (result != SQLITE_OK) return result;
    return sqlite3_set_authorizer(connection, may_do, database);
}

int source_database_prepare(void) {
    int result = sqlite3_initialize();
    unsigned char byte;
    if (result == SQLITE_OK) sqlite3_randomness(1, &byte);
    return result;
}

int source_database_open(void *context, source_database_read read, int64_t size,
                         struct source_database_limits limits, struct source_database **opened) {
    *opened = NULL;
    int result = source_database_prepare();
    if (result != SQLITE_OK) return result;
    struct source_database *database = calloc(1, sizeof *database);
    if (!database) return SQLITE_NOMEM;
    database->context = context;
    database->read = read;
    database->size = size;
    database->steps = database->steps_left = limits.steps;
    snprintf(database->name, sizeof database->name, "source-%p", (void *)database);
    database->files = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof(struct source_file),
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
    result = sqlite3_open_v2("source", &database->connection,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                             database->name);
    if (result == SQLITE_OK) result = configure(database, limits);
    if (result != SQLITE_OK) {
        source_database_close(database);
        return result;
    }
    sqlite3_extended_result_codes(database->connection, 0);
    *opened = database;
    return SQLITE_OK;
}

void *source_database_connection(struct source_database *database) { return database->connection; }

void source_database_restart(struct source_database *database) {
    database->steps_left = database->steps;
}

int64_t source_database_refusals(struct source_database *database) { return database->refusals; }

void source_database_close(struct source_database *database) {
    // A statement that was not finished would keep the connection, and with it the file system.
    if (database->connection) {
        sqlite3_stmt *statement;
        while ((statement = sqlite3_next_stmt(database->connection, NULL))) {
            sqlite3_finalize(statement);
        }
        sqlite3_close(database->connection);
    }
    sqlite3_vfs_unregister(&database->files);
    free(database);
}
