// SPDX-License-Identifier: Apache-2.0
// What a test needs to start a program with a terminal of its own; Swift's Glibc does not show it.
#ifndef PSEUDO_TERMINAL_H
#define PSEUDO_TERMINAL_H

#include <sys/types.h>

/// Makes a pseudo-terminal of 80 columns. Its master end, or -1; the slave's path is written to `path`.
int pseudo_terminal_open(char *path, size_t size);

/// Makes a pipe that no other program inherits, its ends clear of the numbers that a program is started
/// with. 0, or -1.
int pseudo_terminal_pipe(int ends[2]);

/// Starts a program in a session of its own, without a controlling terminal or with `terminal` as it.
/// 0, or an error number.
int pseudo_terminal_spawn(pid_t *pid, const char *program, char *const arguments[],
                          char *const environment[], const char *folder, int input, int output,
                          int errors, const char *terminal);

#endif
