#include "CModbus.h"
#include "memory.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

modbus_t *cmodbus_new(void) {
    modbus_t *context = modbus_new_tcp("127.0.0.1", MODBUS_TCP_DEFAULT_PORT);
    if (context == NULL) return NULL;
    modbus_set_debug(context, 0);
    modbus_set_error_recovery(context, MODBUS_ERROR_RECOVERY_NONE);
    modbus_set_byte_timeout(context, 0, 0);
    modbus_set_socket(context, MEMORY_DESCRIPTOR);
    return context;
}

// The one place where libmodbus runs. Its transport is `memory`, which the caller has set up.
static int run(modbus_t *context, const struct cmodbus_call *call, void *items) {
    if (modbus_set_slave(context, call->unit) < 0) return -1;
    switch (call->function) {
    case 1: return modbus_read_bits(context, call->address, call->count, items);
    case 2: return modbus_read_input_bits(context, call->address, call->count, items);
    case 3: return modbus_read_registers(context, call->address, call->count, items);
    case 4: return modbus_read_input_registers(context, call->address, call->count, items);
    case 5: return modbus_write_bit(context, call->address, call->value);
    case 6: return modbus_write_register(context, call->address, call->value);
    case 15: return modbus_write_bits(context, call->address, call->count, call->bits);
    case 16: return modbus_write_registers(context, call->address, call->count, call->registers);
    case 22:
        return modbus_mask_write_register(context, call->address, call->value, call->or_mask);
    case 23:
        return modbus_write_and_read_registers(context, call->write_address, call->write_count,
                                               call->registers, call->address, call->count, items);
    default: errno = EINVAL; return -1;
    }
}

int cmodbus_build(modbus_t *context, const struct cmodbus_call *call,
                  uint8_t request[CMODBUS_MAXIMUM_ADU]) {
    uint8_t items[MODBUS_MAX_READ_BITS];  // never written: there is no answer
    memory_begin(NULL, 0);
    errno = 0;
    (void)run(context, call, items);
    int error = errno;
    int length = memory_request(request);
    memory_end();
    return length > 0 ? length : -(error != 0 ? error : EINVAL);
}

int cmodbus_take(modbus_t *context, const struct cmodbus_call *call, const uint8_t *answer,
                 int length, void *items) {
    memory_begin(answer, length);
    errno = 0;
    int result = run(context, call, items);
    int error = errno;
    int rest = memory_end();
    if (result < 0) return -(error != 0 ? error : EINVAL);
    return rest == 0 ? result : -CMODBUS_BAD_DATA;
}
