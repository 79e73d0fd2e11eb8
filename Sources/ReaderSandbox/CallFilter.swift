// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
    import CSeccomp
    import Glibc

    /// The calls to the system that the reader may still make.
    enum CallFilter {
        /// Memory, time, waiting, chance, its own end and the two ends of its one descriptor.
        static let allowed = [
            "brk", "munmap", "mremap", "madvise", "futex", "exit", "exit_group", "rt_sigreturn",
            "rt_sigprocmask", "rt_sigaction", "sigaltstack", "clock_gettime", "clock_getres",
            "clock_nanosleep", "nanosleep", "gettimeofday", "time", "getrandom", "sched_yield",
            "getpid", "gettid", "getuid", "geteuid", "getgid", "getegid", "getrusage", "sysinfo",
            "restart_syscall", "fstat", "close",
        ]

        /// Looking for something outside: answered "not permitted", so that a library which asks for a
        /// character set or a zone that it has not loaded goes on without.
        static let refused = [
            "open", "openat", "openat2", "stat", "lstat", "newfstatat", "fstatat64", "statx",
            "access", "faccessat", "faccessat2", "readlink", "readlinkat", "statfs", "fstatfs",
            "getcwd", "ioctl", "fcntl", "lseek", "prctl", "prlimit64", "getrlimit", "uname",
            "sched_getaffinity", "umask",
        ]

        /// Everything else ends the process at once. Whether the kernel took the filter.
        static func load() -> Bool {
            // SCMP_ACT_KILL_PROCESS, SCMP_ACT_ALLOW and SCMP_ACT_ERRNO(EACCES): macros that Swift does
            // not see.
            let kill: UInt32 = 0x8000_0000
            let allow: UInt32 = 0x7FFF_0000
            let refuse: UInt32 = 0x0005_0000 | 13
            guard let filter = unsafe seccomp_init(kill) else { return false }
            defer { unsafe seccomp_release(filter) }

            func add(_ action: UInt32, _ name: String, _ conditions: [scmp_arg_cmp] = []) -> Bool {
                let number = unsafe seccomp_syscall_resolve_name(name)
                // A call that this processor or library does not know needs no rule.
                guard number >= 0 else { return true }
                return unsafe seccomp_rule_add_array(
                    filter, action, number, UInt32(conditions.count), conditions) == 0
            }
            func equals(_ argument: UInt32, _ value: UInt64) -> scmp_arg_cmp {
                scmp_arg_cmp(arg: argument, op: SCMP_CMP_EQ, datum_a: value, datum_b: 0)
            }
            // Memory may be read and written, never executed (PROT_EXEC is 4).
            let notExecutable = scmp_arg_cmp(
                arg: 2, op: SCMP_CMP_MASKED_EQ, datum_a: 4, datum_b: 0)
            let ownProcess = UInt64(UInt32(bitPattern: getpid()))

            var isWhole = true
            for name in allowed { isWhole = add(allow, name) && isWhole }
            for name in refused { isWhole = add(refuse, name) && isWhole }
            isWhole = add(allow, "read", [equals(0, 0)]) && isWhole
            // 1 and 2 lead nowhere; a library that complains there is not ended for it.
            for file: UInt64 in 0...2 {
                isWhole = add(allow, "write", [equals(0, file)]) && isWhole
                isWhole = add(allow, "writev", [equals(0, file)]) && isWhole
            }
            isWhole = add(allow, "mmap", [notExecutable]) && isWhole
            isWhole = add(allow, "mprotect", [notExecutable]) && isWhole
            // `abort` ends this process by a signal to itself.
            isWhole = add(allow, "tgkill", [equals(0, ownProcess)]) && isWhole
            return unsafe isWhole && seccomp_load(filter) == 0
        }
    }
#endif
