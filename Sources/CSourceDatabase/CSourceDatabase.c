// SPDX-License-Identifier: Apache-2.0

#include "CSourceDatabase.h"

#include <CPagedDatabase.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source_database {
    struct paged_database *pages;
    sqlite3 *connection;
    void *context;
    source_database_read read;
    int64_t size;
    int64_t steps;
    int64_t steps_left;
};

// SQLite's machine is looked at after so many of its steps.
enum { STEPS_BETWEEN = 1000 };

static int32_t read_source(void *context, int64_t offset, void *into, int32_t count) {
    struct source_database *database = context;
    return database->read(database->context, offset, into, count);
}

static int64_t size_of_source(void *context) { return ((struct source_database *)context)->size; }

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
    result = paged_database_make(
        (struct paged_database_calls){
            .context = database, .read = read_source, .size = size_of_source},
        &database->pages);
    if (result != SQLITE_OK) {
        free(database);
        return result;
    }
    result = sqlite3_open_v2("source", &database->connection,
                             SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                             paged_database_name(database->pages));
    if (result == SQLITE_OK && !paged_database_serves(database->pages, database->connection)) {
        result = SQLITE_CANTOPEN;
    }
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

int64_t source_database_refusals(struct source_database *database) {
    return paged_database_refusals(database->pages);
}

void source_database_close(struct source_database *database) {
    // A statement that was not finished would keep the connection, and with it the file system.
    if (database->connection) {
        sqlite3_stmt *statement;
        while ((statement = sqlite3_next_stmt(database->connection, NULL))) {
            sqlite3_finalize(statement);
        }
        sqlite3_close(database->connection);
    }
    paged_database_free(database->pages);
    free(database);
}
