// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "CReaderDoor.h"

#include <errno.h>
#include <locale.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

// The one descriptor that leads anywhere.
#define HOST 0
#define FIRST_OTHER 3

int rd_close_others(void) {
#ifdef SYS_close_range
    if (syscall(SYS_close_range, FIRST_OTHER, ~0u, 0) == 0) return 0;
#endif
    struct rlimit limit;
    rlim_t end = 65536;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < end) end = limit.rlim_cur;
    for (int file = FIRST_OTHER; file < (int)end; file++) close(file);
    return 0;
}

int64_t rd_descriptors(uint64_t wanted) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
    if (limit.rlim_cur < wanted && limit.rlim_cur < limit.rlim_max) {
        struct rlimit more = limit;
        more.rlim_cur = limit.rlim_max < (rlim_t)wanted ? limit.rlim_max : (rlim_t)wanted;
        // Where the system does not take it, what was allowed before stands.
        if (setrlimit(RLIMIT_NOFILE, &more) == 0) limit = more;
    }
    return limit.rlim_cur < wanted ? (int64_t)limit.rlim_cur : (int64_t)wanted;
}

int rd_settle(void) {
    if (!setlocale(LC_ALL, "C.UTF-8")) setlocale(LC_ALL, "C");
#ifdef __linux__
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0) return -errno;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0) return -errno;
#endif
    return 0;
}

static int limit(int which, uint64_t value) {
    struct rlimit now;
    if (getrlimit(which, &now) < 0) return -errno;
    // Never more than somebody else already allows.
    rlim_t most = now.rlim_max < (rlim_t)value ? now.rlim_max : (rlim_t)value;
    struct rlimit wanted = {most, most};
    return setrlimit(which, &wanted) < 0 ? -errno : 0;
}

int rd_limit(uint64_t memory, uint64_t seconds, uint64_t files, int has_threads) {
    int result = 0, each;
#define LIMIT(which, value) \
    do { each = limit(which, value); if (each < 0 && result == 0) result = each; } while (0)
    LIMIT(RLIMIT_CORE, 0);
    LIMIT(RLIMIT_CPU, seconds);
    LIMIT(RLIMIT_FSIZE, 0);
    // The system counts threads as processes of the person, with all others.
    if (!has_threads) LIMIT(RLIMIT_NPROC, 0);
    LIMIT(RLIMIT_NOFILE, FIRST_OTHER + files);
    LIMIT(RLIMIT_AS, memory);
    return result;
}

#if defined(__linux__) && defined(__NR_landlock_create_ruleset)
// The numbers of the kernel's interface; headers of a distribution are older than the kernels it meets.
struct ruleset {
    uint64_t files, network, scoped;
};

int rd_shut_files(void) {
    long version = syscall(__NR_landlock_create_ruleset, NULL, 0, 1u /* VERSION */);
    // Not built into this kernel, or not switched on when it started. Whatever else it says, it has it.
    if (version < 0) return errno == ENOSYS || errno == EOPNOTSUPP ? 0 : -errno;
    struct ruleset rules;
    memset(&rules, 0, sizeof rules);
    rules.files = 0x1fff;                      // execute, write, read, list, remove, make
    if (version >= 2) rules.files |= 1u << 13; // link or rename into another folder
    if (version >= 3) rules.files |= 1u << 14; // truncate
    if (version >= 5) rules.files |= 1u << 15; // ioctl on devices
    if (version >= 4) rules.network = 3;       // bind, connect
    if (version >= 6) rules.scoped = 3;        // abstract sockets, signals
    size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
    int set = (int)syscall(__NR_landlock_create_ruleset, &rules, size, 0);
    if (set < 0) return -errno;
    int result = syscall(__NR_landlock_restrict_self, set, 0) < 0 ? -errno : (int)version;
    close(set);
    return result;
}
#else
int rd_shut_files(void) { return 0; }
#endif

int64_t rd_read(uint8_t *bytes, size_t count) {
    ssize_t result;
    do { result = read(HOST, bytes, count); } while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : (int64_t)result;
}

int rd_write(const uint8_t *bytes, size_t count) {
    size_t done = 0;
    while (done < count) {
        ssize_t result = write(HOST, bytes + done, count - done);
        if (result < 0 && errno == EINTR) continue;
        if (result < 0) return -errno;
        done += (size_t)result;
    }
    return 0;
}

void rd_leave(int status) { _exit(status); }
