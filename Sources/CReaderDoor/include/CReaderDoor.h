// SPDX-License-Identifier: Apache-2.0

// What keepsake-reader and the programs like it ask of the system before they see a foreign byte. Why in C: Landlock has no
// function in the C library, prctl takes a variable number of arguments, and struct rlimit's numbers
// have another type on each system.
//
// Each call returns 0 or more when it succeeded, else the negated errno.

#ifndef CREADERDOOR_H
#define CREADERDOOR_H

#include <stddef.h>
#include <stdint.h>

/// Closes every descriptor but the first three, whoever left them open.
int rd_close_others(void);

/// No core file, no other program of the same person's looking in, no new privileges, and the locale in
/// which C libraries read UTF-8. What the system does not have is left out.
int rd_settle(void);

/// Raises the limit of descriptors to so many, as far as the system lets us without more rights. How many
/// may be open then, at most as many as are wanted.
int64_t rd_descriptors(uint64_t wanted);

/// Sets the limits: bytes of address space, seconds of processor time, descriptors beyond the first
/// three; no file written, and no process started where it needs no threads.
int rd_limit(uint64_t memory, uint64_t seconds, uint64_t files, int has_threads);

/// Shuts the whole file system, and binding and connecting where the kernel knows how. The version of
/// Landlock; 0 where the kernel has none. One that has it and refuses is an error, whatever the reason.
int rd_shut_files(void);

// Files that are opened before the door closes and handed out after it. The kernel refuses to open
// anything then and asks this program instead (SIGSYS), which answers with one of these descriptors.

/// Opens a file for reading and keeps it. 0 or more when it is kept.
int rd_keep(const char *path);
/// How many are kept.
uint64_t rd_kept(void);
/// From now on answers calls that look for a file: one that is kept is handed out for reading, every
/// other is refused.
int rd_answer(void);

int64_t rd_read(uint8_t *bytes, size_t count);       // from the host; fewer are an answer, 0 its end
int rd_write(const uint8_t *bytes, size_t count);    // to the host; all of them
void rd_leave(int status) __attribute__((noreturn)); // at once, without the handlers of libraries

#endif
