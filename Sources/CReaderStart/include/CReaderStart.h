// SPDX-License-Identifier: Apache-2.0

// How keepsake starts keepsake-reader and talks with it. Why in C: the actions of posix_spawn differ
// between systems, and a descriptor must not be left to another program that starts meanwhile.
//
// Each call returns 0 or more when it succeeded, else the negated errno.

#ifndef CREADERSTART_H
#define CREADERSTART_H

#include <stddef.h>
#include <stdint.h>

/// A running reader.
struct rs_reader {
    int process;
    int socket;
};

/// How a program ended.
struct rs_end {
    int status; // where it ended by itself
    int signal; // else the signal that ended it
};

/// Starts the program with one socket as its descriptor 0, nothing to write to, no other descriptor,
/// a group of its own and an environment of a few fixed words.
int rs_start(const uint8_t *program, struct rs_reader *reader);

/// The next bytes: their number, 0 at the end, -EAGAIN where none came in `milliseconds`.
int64_t rs_receive(int socket, uint8_t *bytes, size_t count, int milliseconds);

/// Sends some of the bytes: their number, -EAGAIN where it takes none in `milliseconds`.
int64_t rs_send(int socket, const uint8_t *bytes, size_t count, int milliseconds);

/// Whether a result says: nothing yet, ask again.
int rs_is_again(int64_t result);

/// Ends the program if it has not ended by itself within `milliseconds`, and takes note of how.
int rs_finish(const struct rs_reader *reader, int milliseconds, struct rs_end *end);

/// The path of the program that runs now, without a zero; its length.
int rs_own_path(uint8_t *path, size_t capacity);

/// What a signal says of a reader.
enum rs_cause { RS_CRASH = 0, RS_FORBIDDEN, RS_TIME, RS_KILLED };
int rs_cause(int signal);

#endif
