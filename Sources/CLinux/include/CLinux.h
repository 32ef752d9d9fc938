// What Swift's Glibc module leaves out: epoll, eventfd, accept4, resource use, core affinity and
// thread names. Functions return what the system call returns and leave `errno` as it set it.
//
// The declarations below repeat glibc's where glibc shows them only with _GNU_SOURCE, which the
// Glibc module is built without.
#ifndef CLINUX_H
#define CLINUX_H

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

extern int accept4(int, struct sockaddr *, socklen_t *, int);
extern int pthread_setname_np(pthread_t, const char *);
extern const char *strerrordesc_np(int);
extern long syscall(long, ...);

enum {
    linux_epoll_readable = EPOLLIN,
    linux_epoll_writable = EPOLLOUT,
    linux_epoll_error = EPOLLERR,
    linux_epoll_hangup = EPOLLHUP,
};

static inline int linux_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int linux_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events, .data.u64 = data};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static inline int linux_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t data) {
    struct epoll_event event = {.events = events, .data.u64 = data};
    return epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event);
}

static inline int linux_epoll_remove(int epoll, int descriptor) {
    struct epoll_event event = {0};
    return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event);
}

// Waits at most `nanoseconds`; for ever if negative. On a kernel before 5.11 the wait is rounded
// up to whole milliseconds.
static inline int linux_epoll_wait(
    int epoll, struct epoll_event *events, int capacity, int64_t nanoseconds
) {
    if (nanoseconds < 0) { return epoll_wait(epoll, events, capacity, -1); }
    if (nanoseconds == 0) { return epoll_wait(epoll, events, capacity, 0); }
    struct timespec wait = {
        .tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
#ifdef SYS_epoll_pwait2
    long count = syscall(SYS_epoll_pwait2, epoll, events, capacity, &wait, NULL, (size_t)8);
    if (count >= 0 || (errno != ENOSYS && errno != EPERM)) { return (int)count; }
#endif
    int64_t milliseconds = wait.tv_sec * 1000 + (wait.tv_nsec + 999999) / 1000000;
    int limit = 1 << 30;
    return epoll_wait(epoll, events, capacity, milliseconds < limit ? (int)milliseconds : limit);
}

// The structure is packed on x86-64, so its fields are read here.
static inline uint32_t linux_epoll_events(const struct epoll_event *event) {
    return event->events;
}
static inline uint64_t linux_epoll_data(const struct epoll_event *event) {
    return event->data.u64;
}

static inline int linux_eventfd_create(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline int linux_eventfd_signal(int descriptor) {
    uint64_t one = 1;
    return write(descriptor, &one, sizeof one) == (ssize_t)sizeof one ? 0 : -1;
}

static inline int linux_eventfd_clear(int descriptor) {
    uint64_t count;
    return read(descriptor, &count, sizeof count) == (ssize_t)sizeof count ? 0 : -1;
}

// A TCP socket that does not block and is closed on exec.
static inline int linux_tcp_socket(int family) {
    return socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

// The next connection of a listener; it does not block and is closed on exec.
static inline int linux_accept(int listener) {
    return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// Keeps the calling thread, and threads it starts later, on one core.
static inline int linux_pin_to_core(int core) {
    unsigned long mask[16] = {0};
    const int bits = 8 * (int)sizeof(unsigned long);
    if (core < 0 || core >= 16 * bits) {
        errno = EINVAL;
        return -1;
    }
    mask[core / bits] = 1ul << (core % bits);
    return (int)syscall(SYS_sched_setaffinity, 0, sizeof mask, mask);
}

// Whether the calling thread may run on a core.
static inline int linux_may_run_on_core(int core) {
    unsigned long mask[16] = {0};
    const int bits = 8 * (int)sizeof(unsigned long);
    if (core < 0 || core >= 16 * bits) { return 0; }
    if (syscall(SYS_sched_getaffinity, 0, sizeof mask, mask) < 0) { return 0; }
    return (mask[core / bits] >> (core % bits)) & 1;
}

// Names the calling thread; the kernel takes at most 15 bytes.
static inline int linux_name_thread(const char *name) {
    return pthread_setname_np(pthread_self(), name);
}

// User and system time of the process so far.
static inline double linux_cpu_seconds(void) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) < 0) { return 0; }
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + 1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

// Raises the soft limit of open descriptors to the hard limit; returns it, or -1.
static inline int64_t linux_raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) { return -1; }
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) < 0) { return -1; }
    return (int64_t)limit.rlim_cur;
}

// An error code in words, or NULL for an unknown one. Safe on any thread.
static inline const char *linux_error_text(int code) { return strerrordesc_np(code); }

// CLOCK_MONOTONIC in nanoseconds.
static inline uint64_t linux_monotonic_nanoseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

#endif
