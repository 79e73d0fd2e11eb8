// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE

#include "CReaderStart.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

static int pair(int ends[2]) {
#ifdef SOCK_CLOEXEC
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0 ? -errno : 0;
#else
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0) return -errno;
    for (int i = 0; i < 2; i++) fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    return 0;
#endif
}

int rs_start(const uint8_t *program, struct rs_reader *reader) {
    int ends[2];
    int result = pair(ends);
    if (result < 0) return result;
#ifdef SO_NOSIGPIPE
    int on = 1;
    setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    // A group of its own: Ctrl-C is for the program that the person started, which ends this one.
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP;
#ifdef __APPLE__
    flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#elif defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, flags);

    // Called by its own name, without its folder.
    const char *slash = strrchr((const char *)program, '/');
    char *const arguments[] = {(char *)(slash ? slash + 1 : (const char *)program), NULL};
    char *const environment[] = {
        "LC_ALL=C.UTF-8", "TZ=UTC0", "PATH=", "MALLOC_ARENA_MAX=1", "SWIFT_BACKTRACE=enable=no", NULL,
    };
    pid_t process = -1;
    result = -posix_spawn(&process, (const char *)program, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    close(ends[1]);
    if (result < 0) {
        close(ends[0]);
        return result;
    }
    reader->process = (int)process;
    reader->socket = ends[0];
    return 0;
}

static int ready(int socket, short events, int milliseconds) {
    struct pollfd waiting = {.fd = socket, .events = events};
    int result = poll(&waiting, 1, milliseconds);
    if (result < 0) return errno == EINTR ? -EAGAIN : -errno;
    return result == 0 ? -EAGAIN : 0;
}

int64_t rs_receive(int socket, uint8_t *bytes, size_t count, int milliseconds) {
    int waited = ready(socket, POLLIN, milliseconds);
    if (waited < 0) return waited;
    ssize_t result = recv(socket, bytes, count, MSG_DONTWAIT);
    if (result >= 0) return (int64_t)result;
    if (errno == EINTR || errno == EWOULDBLOCK) return -EAGAIN;
    // A reader that was ended with bytes unread shows itself in this way.
    return errno == ECONNRESET ? 0 : -errno;
}

int64_t rs_send(int socket, const uint8_t *bytes, size_t count, int milliseconds) {
    int waited = ready(socket, POLLOUT, milliseconds);
    if (waited < 0) return waited;
    ssize_t result = send(socket, bytes, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (result >= 0) return (int64_t)result;
    return errno == EINTR || errno == EWOULDBLOCK ? -EAGAIN : -errno;
}

int rs_is_again(int64_t result) { return result == -EAGAIN; }

int rs_finish(const struct rs_reader *reader, int milliseconds, struct rs_end *end) {
    int status = 0;
    pid_t found;
    close(reader->socket);
    for (int left = milliseconds; left > 0; left--) {
        found = waitpid(reader->process, &status, WNOHANG);
        if (found != 0 && !(found < 0 && errno == EINTR)) goto ended;
        struct timespec moment = {0, 1000000};
        nanosleep(&moment, NULL);
    }
    kill(reader->process, SIGKILL);
    do { found = waitpid(reader->process, &status, 0); } while (found < 0 && errno == EINTR);
ended:
    if (found < 0) return -errno;
    end->status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    return 0;
}

int rs_own_path(uint8_t *path, size_t capacity) {
#ifdef __APPLE__
    uint32_t size = (uint32_t)capacity;
    if (_NSGetExecutablePath((char *)path, &size) != 0) return -ENAMETOOLONG;
    return (int)strnlen((char *)path, capacity);
#else
    ssize_t length = readlink("/proc/self/exe", (char *)path, capacity);
    if (length < 0) return -errno;
    return (size_t)length >= capacity ? -ENAMETOOLONG : (int)length;
#endif
}

int rs_cause(int signal) {
    switch (signal) {
#ifdef SIGSYS
    case SIGSYS: return RS_FORBIDDEN;
#endif
    case SIGXCPU: return RS_TIME;
    case SIGKILL: return RS_KILLED;
    default: return RS_CRASH;
    }
}
