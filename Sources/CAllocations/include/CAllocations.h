// Counts what a program asks of the heap by standing in front of glibc's malloc and its kin.
//
// Only for programs that are measured: whatever links this target is counted, runtime and system
// libraries included. Sanitizers need malloc for themselves; built with one, nothing is counted.
#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdint.h>

// Blocks the calling thread has asked for so far; 0 for ever in a sanitizer's build.
uint64_t allocations_of_this_thread(void);

// Blocks all threads have asked for so far.
uint64_t allocations_of_all_threads(void);

#endif
