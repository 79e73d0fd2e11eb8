// SPDX-License-Identifier: Apache-2.0

// A foreign SQLite database, read through a function and never through a file. Why in C:
// sqlite3_db_config takes a variable list, which Swift cannot call.
//
// One connection has one file system of its own, that of CPagedDatabase without its writing.

#ifndef CSOURCEDATABASE_H
#define CSOURCEDATABASE_H

#include <stdint.h>

/// Copies up to `count` bytes at `offset` to `into` and returns how many they were: fewer only at the
/// end; negative where they cannot be read.
typedef int32_t (*source_database_read)(void *context, int64_t offset, void *into, int32_t count);

/// Bounds for one connection; see SQLite's own limits of these names.
struct source_database_limits {
    int32_t value_bytes;
    int32_t sql_bytes;
    int32_t columns;
    int32_t expression_depth;
    int32_t program_steps;
    int32_t cache_kibibytes;
    /// After so many steps of its machine a statement is ended, counted anew by
    /// source_database_restart.
    int64_t steps;
};

struct source_database;

/// Loads what SQLite loads once in a process: its own set-up and the seed of its random numbers.
/// Returns SQLite's result code.
int source_database_prepare(void);

/// Opens a connection over a source of `size` bytes, with everything off that a foreign schema could
/// use. Returns SQLite's result code, and a connection only where that is 0.
int source_database_open(void *context, source_database_read read, int64_t size,
                         struct source_database_limits limits, struct source_database **opened);

/// The connection, a `sqlite3 *`, for statements.
void *source_database_connection(struct source_database *database);

/// Gives the next statement its steps.
void source_database_restart(struct source_database *database);

/// How often SQLite asked for another file than the source; each time it was refused.
int64_t source_database_refusals(struct source_database *database);

/// Closes the connection and takes its file system away. Statements are finished before.
void source_database_close(struct source_database *database);

#endif
