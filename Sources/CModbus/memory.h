// The transport libmodbus works on here: one answer in memory, one request to memory.
#ifndef MEMORY_H
#define MEMORY_H

#include <stdint.h>

// Stands in libmodbus's context for the memory below. Below FD_SETSIZE, as libmodbus demands;
// marked only between memory_begin and memory_end, and only on the thread that called them.
enum { MEMORY_DESCRIPTOR = 1000 };

// From here to memory_end, MEMORY_DESCRIPTOR is this thread's memory.
void memory_begin(const uint8_t *answer, int length);

// Copies what was sent since memory_begin; returns its length, 0 for nothing.
int memory_request(uint8_t *request);

// Makes MEMORY_DESCRIPTOR an ordinary number again; returns how many bytes were not taken.
int memory_end(void);

#endif
