// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "CReaderDoor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <signal.h>
#include <sys/syscall.h>
#include <ucontext.h>
#endif

// What is kept, sorted by path when it begins to be handed out. It does not change after that, so that a
// signal may look into it at any moment.
static struct kept {
    char *path;
    int file;
} *kept;
static size_t count, capacity;

int rd_keep(const char *path) {
    if (count == capacity) {
        size_t more = capacity ? capacity * 2 : 256;
        struct kept *larger = realloc(kept, more * sizeof *kept);
        if (!larger) return -ENOMEM;
        kept = larger;
        capacity = more;
    }
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file < 0) return -errno;
    char *copy = strdup(path);
    if (!copy) {
        close(file);
        return -ENOMEM;
    }
    kept[count].path = copy;
    kept[count].file = file;
    count++;
    return 0;
}

uint64_t rd_kept(void) { return count; }

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

static int by_path(const void *left, const void *right) {
    return strcmp(((const struct kept *)left)->path, ((const struct kept *)right)->path);
}

// The descriptor of a kept file, or -EACCES. Nothing but its exact path is known.
static long find(const char *path) {
    size_t low = 0, high = count;
    if (!path) return -EACCES;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, kept[middle].path);
        if (order == 0) return kept[middle].file;
        if (order < 0) high = middle; else low = middle + 1;
    }
    return -EACCES;
}

static long result_of(long value) { return value < 0 ? -errno : value; }

static long open_kept(const char *path, long flags) {
    if (flags & (O_ACCMODE | O_CREAT | O_TRUNC)) return -EACCES;
    long file = find(path);
    return file < 0 ? file : result_of(syscall(SYS_dup, file));
}

static long is_readable(const char *path, long mode) {
    long file = find(path);
    return file < 0 ? file : (mode & ~(long)R_OK) ? -EACCES : 0;
}

// What the C library asks for when it wants to know the size of an open file.
static long facts_of(long file, const char *path, void *facts, long flags) {
    if (path && *path) file = find(path);
    else if (!(flags & AT_EMPTY_PATH)) return -ENOENT;
    return file < 0 ? -EACCES : result_of(syscall(SYS_fstat, file, facts));
}

static void answer(int signal, siginfo_t *info, void *context) {
    (void)signal;
    int saved = errno;
    ucontext_t *state = context;
#ifdef __x86_64__
    greg_t *words = state->uc_mcontext.gregs;
    long first = words[REG_RDI], second = words[REG_RSI], third = words[REG_RDX],
         fourth = words[REG_R10];
#else
    unsigned long long *words = state->uc_mcontext.regs;
    long first = (long)words[0], second = (long)words[1], third = (long)words[2],
         fourth = (long)words[3];
#endif
    long result = -EACCES;
    switch (info->si_syscall) {
#ifdef SYS_open
    case SYS_open: result = open_kept((const char *)first, second); break;
#endif
#ifdef SYS_access
    case SYS_access: result = is_readable((const char *)first, second); break;
#endif
    case SYS_openat: result = open_kept((const char *)second, third); break;
    case SYS_faccessat: result = is_readable((const char *)second, third); break;
    case SYS_newfstatat:
        result = facts_of(first, (const char *)second, (void *)third, fourth);
        break;
    default: break;
    }
#ifdef __x86_64__
    words[REG_RAX] = result;
#else
    words[0] = (unsigned long long)result;
#endif
    errno = saved;
}

int rd_answer(void) {
    if (count > 0) qsort(kept, count, sizeof *kept, by_path);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = answer;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    return sigaction(SIGSYS, &action, NULL) < 0 ? -errno : 0;
}

#elif defined(__linux__)
// No other processor's registers are known here: such a program is not shut in, and says so.
int rd_answer(void) { return -ENOSYS; }
#else
int rd_answer(void) { return 0; }
#endif
