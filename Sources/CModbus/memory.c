// libmodbus reaches its socket by send, select and recv alone. This program defines the three, so
// the dynamic linker binds libmodbus's calls to them: for the marked descriptor they work on
// memory, for all others, and at all other times, they are the C library's.
#include "memory.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>

enum { LONGEST = 260, ID_LENGTH = 2 };

static _Thread_local struct {
    bool is_on;
    int sent;
    int position;
    int length;
    const uint8_t *answer;
    uint8_t request[LONGEST];
} memory;

void memory_begin(const uint8_t *answer, int length) {
    memory.sent = 0;
    memory.position = 0;
    memory.length = length;
    memory.answer = answer;
    memory.is_on = true;
}

int memory_request(uint8_t *request) {
    memcpy(request, memory.request, (size_t)memory.sent);
    return memory.sent;
}

int memory_end(void) {
    memory.is_on = false;
    return memory.length - memory.position;
}

ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
    if (!memory.is_on || descriptor != MEMORY_DESCRIPTOR)
        return sendto(descriptor, bytes, count, flags, NULL, 0);
    if (count > LONGEST) {
        errno = EMSGSIZE;
        return -1;
    }
    memcpy(memory.request, bytes, count);
    memory.sent = (int)count;
    return (ssize_t)count;
}

ssize_t recv(int descriptor, void *bytes, size_t count, int flags) {
    if (!memory.is_on || descriptor != MEMORY_DESCRIPTOR)
        return recvfrom(descriptor, bytes, count, flags, NULL, NULL);
    int left = memory.length - memory.position;
    if (left <= 0) {
        errno = EAGAIN;
        return -1;
    }
    if (count > (size_t)left) count = (size_t)left;
    uint8_t *out = bytes;
    memcpy(out, memory.answer + memory.position, count);
    // The answer bears the lane's transaction id, checked before; libmodbus looks for its own.
    for (int i = memory.position; i < ID_LENGTH && i < memory.position + (int)count; i++)
        out[i - memory.position] = memory.request[i];
    memory.position += (int)count;
    return (ssize_t)count;
}

int select(int count, fd_set *readable, fd_set *writable, fd_set *failed, struct timeval *wait) {
    extern int __select(int, fd_set *, fd_set *, fd_set *, struct timeval *);
    if (!memory.is_on || count != MEMORY_DESCRIPTOR + 1)
        return __select(count, readable, writable, failed, wait);
    // Nothing left: libmodbus says ETIMEDOUT, and nobody has waited.
    return memory.position < memory.length ? 1 : 0;
}
