// SPDX-License-Identifier: Apache-2.0

// A database of SQLite's whose pages stand wherever four functions keep them, and never in a file that
// SQLite opens. Why in C: a file system of SQLite's is a table of C functions.
//
// One file system is for one database. It opens its one main database, once at a time, and nothing
// else: no journal, no log, no temporary file, no library.

#ifndef CPAGEDDATABASE_H
#define CPAGEDDATABASE_H

#include <stdint.h>

/// Where the pages are. Each function answers below 0 where it cannot. Without `write` and `truncate`
/// the database can only be read.
struct paged_database_calls {
    void *context;
    /// Copies `count` bytes at `offset` to `into`; how many there were: fewer only at the end.
    int32_t (*read)(void *context, int64_t offset, void *into, int32_t count);
    /// Keeps `count` bytes at `offset`.
    int32_t (*write)(void *context, int64_t offset, const void *from, int32_t count);
    /// Forgets what lies behind `size` bytes.
    int32_t (*truncate)(void *context, int64_t size);
    /// How many bytes there are.
    int64_t (*size)(void *context);
};

struct paged_database;

/// Registers a file system of its own. Returns SQLite's result code, and one only where that is 0.
int paged_database_make(struct paged_database_calls calls, struct paged_database **made);

/// The name of the file system, for sqlite3_open_v2.
const char *paged_database_name(const struct paged_database *database);

/// The path by which SQLite opens the database, a URI. Where SQLite takes it for a file's name, there is
/// no such folder. Only for a database that can be written.
const char *paged_database_path(const struct paged_database *database);

/// Whether the main database of a connection, a `sqlite3 *`, is this one: 1 if it is, else 0. To be
/// asked before anything is read or written through it.
int paged_database_serves(const struct paged_database *database, void *connection);

/// How often SQLite asked for another file than the database; each time it was refused.
int64_t paged_database_refusals(const struct paged_database *database);

/// Takes the file system away. Connections are closed before.
void paged_database_free(struct paged_database *database);

#endif
