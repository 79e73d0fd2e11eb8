// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
    import CSeccomp
    import Glibc

    /// The calls to the system that a program may still make.
    enum CallFilter {
        // SCMP_ACT_KILL_PROCESS, SCMP_ACT_ALLOW, SCMP_ACT_TRAP and SCMP_ACT_ERRNO: macros that Swift does
        // not see.
        private static let kill: UInt32 = 0x8000_0000
        private static let ask: UInt32 = 0x0003_0000
        private static let allow: UInt32 = 0x7FFF_0000
        private static let refuse: UInt32 = 0x0005_0000 | UInt32(EACCES)
        private static let unknown: UInt32 = 0x0005_0000 | UInt32(ENOSYS)

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

        /// Those of the refused which the program answers itself, out of the files that it kept. The
        /// kernel opens nothing for it.
        static let asked: Set<String> = ["open", "openat", "access", "faccessat", "newfstatat"]

        /// What begins and ends a thread, beside the call that makes one.
        static let threads = ["set_robust_list", "rseq", "sched_setaffinity"]

        /// What looks at files, before they are shut off.
        static let looking = [
            "read", "pread64", "readv", "lseek", "getdents64", "stat", "lstat", "newfstatat",
            "statx",
            "access", "faccessat", "faccessat2", "readlink", "readlinkat", "statfs", "fstatfs",
            "getcwd", "fcntl", "fadvise64", "uname", "sched_getaffinity", "umask",
        ]

        /// What closes the door for good after that.
        static let closing = [
            "prctl", "prlimit64", "getrlimit", "setrlimit", "seccomp", "close_range", "dup",
            "landlock_create_ruleset", "landlock_restrict_self", "write", "writev", "tgkill",
        ]

        private static let newer: [String: CInt] = [
            "landlock_create_ruleset": 444, "landlock_restrict_self": 446,
        ]

        /// A list of calls that becomes a filter.
        @safe private struct Rules: ~Copyable {
            private let filter: scmp_filter_ctx
            private(set) var isWhole = true

            init?(otherwise action: UInt32) {
                guard let filter = unsafe seccomp_init(action) else { return nil }
                unsafe self.filter = filter
            }

            deinit { unsafe seccomp_release(filter) }

            mutating func add(
                _ action: UInt32, _ name: String, _ conditions: [scmp_arg_cmp] = []
            ) {
                var number = unsafe seccomp_syscall_resolve_name(name)
                // The same number on every processor; older libraries do not know the name.
                if number < 0 { number = newer[name] ?? number }
                // A call that this processor or library does not know needs no rule.
                guard number >= 0 else { return }
                isWhole =
                    unsafe seccomp_rule_add_array(
                        filter, action, number, UInt32(conditions.count), conditions) == 0
                    && isWhole
            }

            func load() -> Bool { unsafe isWhole && seccomp_load(filter) == 0 }
        }

        private static func equals(_ argument: UInt32, _ value: UInt64) -> scmp_arg_cmp {
            scmp_arg_cmp(arg: argument, op: SCMP_CMP_EQ, datum_a: value, datum_b: 0)
        }

        private static func masked(
            _ argument: UInt32, _ mask: UInt64, _ value: UInt64
        ) -> scmp_arg_cmp {
            scmp_arg_cmp(arg: argument, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: value)
        }

        // Memory may be read and written, never executed (PROT_EXEC is 4).
        private static let notExecutable = masked(2, 4, 0)

        private static func addThreads(_ rules: inout Rules) {
            for name in threads { rules.add(allow, name) }
            // CLONE_VM, CLONE_SIGHAND and CLONE_THREAD: a part of this process and no other.
            rules.add(allow, "clone", [masked(0, 0x10900, 0x10900)])
            // Its flags lie in memory, where no filter looks; the C library does without it.
            rules.add(unknown, "clone3")
        }

        /// Everything else ends the process at once. Whether the kernel took the filter.
        static func load(_ room: Room) -> Bool {
            guard var rules = Rules(otherwise: kill) else { return false }
            let hasFiles = room.mostFiles > 0
            for name in allowed { rules.add(allow, name) }
            for name in refused {
                rules.add(hasFiles && asked.contains(name) ? ask : refuse, name)
            }
            if hasFiles { rules.add(allow, "dup") }
            if room.hasThreads {
                addThreads(&rules)
            }
            rules.add(allow, "read", [equals(0, 0)])
            // 1 and 2 lead nowhere; a library that complains there is not ended for it.
            for file: UInt64 in 0...2 {
                rules.add(allow, "write", [equals(0, file)])
                rules.add(allow, "writev", [equals(0, file)])
            }
            rules.add(allow, "mmap", [notExecutable])
            rules.add(allow, "mprotect", [notExecutable])
            // `abort` ends this process by a signal to itself.
            rules.add(allow, "tgkill", [equals(0, UInt64(UInt32(bitPattern: getpid())))])
            return rules.load()
        }

        /// Before the door closes, for a program whose libraries look at files: these are read and never
        /// written, made, renamed or removed, and nothing is reached but them. Whether the kernel took it.
        static func readOnly() -> Bool {
            guard var rules = Rules(otherwise: refuse) else { return false }
            for name in allowed + looking + closing { rules.add(allow, name) }
            addThreads(&rules)
            // O_WRONLY, O_RDWR, O_CREAT, O_TRUNC and O_TMPFILE.
            let writing: UInt64 = 3 | 0o100 | 0o1000 | 0o20_000_000
            rules.add(allow, "open", [masked(1, writing, 0)])
            rules.add(allow, "openat", [masked(2, writing, 0)])
            rules.add(allow, "mmap", [notExecutable])
            rules.add(allow, "mprotect", [notExecutable])
            return rules.load()
        }
    }
#endif
