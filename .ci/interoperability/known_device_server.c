// The known device as a server of libmodbus: says "port N", then each write it gets.
// Arguments: a file of "table address word" lines, and the address of the pair of registers that
// takes its words the other way round than it shows them. Serves one client after the other.

#include <arpa/inet.h>
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { size = 65536 };

static modbus_mapping_t *map;
// Which addresses exist, by function code 1 to 4.
static unsigned char exists[5][size];
static int crossed;

static int word_at(const uint8_t *bytes) { return bytes[0] << 8 | bytes[1]; }

static void load(const char *path) {
    FILE *file = fopen(path, "r");
    char table[32];
    int address, word;
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    while (fscanf(file, "%31s %d %d", table, &address, &word) == 3) {
        if (address < 0 || address >= size) exit(1);
        if (strcmp(table, "coils") == 0) {
            map->tab_bits[address] = word, exists[1][address] = 1;
        } else if (strcmp(table, "discreteInputs") == 0) {
            map->tab_input_bits[address] = word, exists[2][address] = 1;
        } else if (strcmp(table, "holdingRegisters") == 0) {
            map->tab_registers[address] = word, exists[3][address] = 1;
        } else {
            map->tab_input_registers[address] = word, exists[4][address] = 1;
        }
    }
    fclose(file);
}

// Whether all that a request names exists. Quantities are libmodbus's to judge.
static int is_served(const uint8_t *pdu) {
    int function = pdu[0], address = word_at(pdu + 1);
    int is_single = function == 5 || function == 6;
    int count = is_single ? 1 : word_at(pdu + 3);
    int table = function <= 4 ? function : function == 5 || function == 15 ? 1 : 3;
    for (int item = address; item < address + count && item < size; item++) {
        if (!exists[table][item]) return 0;
    }
    return 1;
}

static void report(const uint8_t *pdu) {
    int function = pdu[0], address = word_at(pdu + 1);
    if (function <= 4) return;
    printf("write %d %d", function, address);
    if (function == 5) printf(" %d", word_at(pdu + 3) != 0);
    if (function == 6) printf(" %d", word_at(pdu + 3));
    for (int item = 0; function == 15 && item < word_at(pdu + 3); item++) {
        printf(" %d", pdu[6 + item / 8] >> item % 8 & 1);
    }
    for (int item = 0; function == 16 && item < word_at(pdu + 3); item++) {
        printf(" %d", word_at(pdu + 6 + 2 * item));
    }
    printf("\n");
}

static void answer(modbus_t *context, const uint8_t *request, int length) {
    const uint8_t *pdu = request + modbus_get_header_length(context);
    if (!is_served(pdu)) {
        modbus_reply_exception(context, request, MODBUS_EXCEPTION_ILLEGAL_DATA_ADDRESS);
        return;
    }
    report(pdu);
    modbus_reply(context, request, length, map);
    if (pdu[0] == 16 && word_at(pdu + 1) == crossed && word_at(pdu + 3) == 2) {
        uint16_t first = map->tab_registers[crossed];
        map->tab_registers[crossed] = map->tab_registers[crossed + 1];
        map->tab_registers[crossed + 1] = first;
    }
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    setvbuf(stdout, NULL, _IOLBF, 0);
    crossed = atoi(arguments[2]);
    map = modbus_mapping_new(size, size, size, size);
    modbus_t *context = modbus_new_tcp("127.0.0.1", 0);
    if (map == NULL || context == NULL) return 1;
    load(arguments[1]);

    int listener = modbus_tcp_listen(context, 4);
    struct sockaddr_in place;
    socklen_t length = sizeof place;
    if (listener < 0 || getsockname(listener, (struct sockaddr *)&place, &length) < 0) {
        fprintf(stderr, "listen: %s\n", modbus_strerror(errno));
        return 1;
    }
    printf("port %d\n", ntohs(place.sin_port));

    while (modbus_tcp_accept(context, &listener) >= 0) {
        uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
        int received;
        while ((received = modbus_receive(context, request)) >= 0) {
            if (received > 0) answer(context, request, received);
        }
        modbus_close(context);
    }
    fprintf(stderr, "accept: %s\n", modbus_strerror(errno));
    return 1;
}
