// libmodbus as a codec: it builds requests into memory, and checks and decodes answers from memory.
// No call below opens, reads or writes a socket, and none waits.
#ifndef CMODBUS_H
#define CMODBUS_H

#include <modbus/modbus.h>
#include <stdint.h>

// The longest ADU on TCP.
enum { CMODBUS_MAXIMUM_ADU = MODBUS_TCP_MAX_ADU_LENGTH };

// libmodbus's own error numbers, which its macros hide from Swift.
enum {
    CMODBUS_EXCEPTION_BASE = MODBUS_ENOBASE,
    CMODBUS_EXCEPTION_LAST = MODBUS_ENOBASE + MODBUS_EXCEPTION_GATEWAY_TARGET,
    CMODBUS_BAD_DATA = MODBUS_ENOBASE + MODBUS_EXCEPTION_GATEWAY_TARGET + 2,
    CMODBUS_UNKNOWN_EXCEPTION = MODBUS_ENOBASE + MODBUS_EXCEPTION_GATEWAY_TARGET + 3,
    CMODBUS_TOO_MANY_ITEMS = MODBUS_ENOBASE + MODBUS_EXCEPTION_GATEWAY_TARGET + 5,
};

// One call of libmodbus's client interface, told by its function code.
struct cmodbus_call {
    // 1, 2, 3, 4, 5, 6, 15, 16, 22 or 23.
    uint8_t function;
    // 0…247 or 255.
    uint8_t unit;
    // First address read, or written by all functions but 23.
    uint16_t address;
    // Items from there; not looked at by 5, 6 and 22.
    uint16_t count;
    // First address and number of registers that 23 writes.
    uint16_t write_address;
    uint16_t write_count;
    // The value of 5 (0 or 1) and 6, or the AND mask of 22.
    uint16_t value;
    // The OR mask of 22.
    uint16_t or_mask;
    // What 15 (one byte a coil), 16 and 23 write; else NULL.
    const uint8_t *bits;
    const uint16_t *registers;
};

// A context with error recovery, byte time-out and debug output off; NULL if memory ran out.
modbus_t *cmodbus_new(void);

// Lets libmodbus build the request of a call.
//
// Returns its length, or an errno of libmodbus, negative. The transaction id is libmodbus's own:
// write another over the first two bytes.
int cmodbus_build(modbus_t *context, const struct cmodbus_call *call,
                  uint8_t request[CMODBUS_MAXIMUM_ADU]);

// Lets libmodbus check one whole answer to a call and decode it into `items`: registers in the
// host's order for 3, 4 and 23, one byte a bit for 1 and 2, nothing for the others.
//
// Returns the number of items, or an errno of libmodbus, negative: exceptions 1…11 are
// CMODBUS_EXCEPTION_BASE and the code. The answer's transaction id is not looked at, and an answer
// longer than libmodbus wanted is bad data. There must be room for `count` items.
int cmodbus_take(modbus_t *context, const struct cmodbus_call *call, const uint8_t *answer,
                 int length, void *items);

#endif
