package import ModbusWire

/// How a simulated device serves, where devices differ. The defaults are those of a plain one.
package struct DeviceServerSettings: Hashable, Sendable {
    /// Whether the four tables are apart or views of one memory.
    package var memory = Memory.separate
    /// What requests for unit ids get that no device at the endpoint has; nil leaves it to the
    /// fleet's settings. Devices of one endpoint agree.
    package var unknownUnit: UnknownUnit?
    /// The functions it carries out, of those that can be served; others get exception 1.
    package var functions = DeviceServerSettings.servedFunctions
    /// The exception for a read or write that cuts a tag of several registers; nil allows it.
    package var halfValues: ExceptionCode?
    /// The eight flags of function code 7.
    package var exceptionStatus: UInt8 = 0
    /// What function code 17 answers after its byte count, at most ``maximumServerId`` bytes; nil
    /// gives the device's name and says that it runs.
    package var serverId: [UInt8]?
    /// What addresses allow beyond what their tables do; the first rule that forbids decides.
    package var access: [AccessRule] = []

    package init() {}

    /// The functions a simulated device can carry out.
    package static let servedFunctions: Set<FunctionCode> = [
        .readCoils, .readDiscreteInputs, .readHoldingRegisters, .readInputRegisters,
        .writeSingleCoil, .writeSingleRegister, .readExceptionStatus, .diagnostics,
        .writeMultipleCoils, .writeMultipleRegisters, .reportServerId, .maskWriteRegister,
        .readWriteMultipleRegisters, .encapsulatedInterface,
    ]

    /// Bytes of an answer to function code 17 beside the code and the count.
    package static let maximumServerId = WireLimits.maximumPDU - 2

    /// How the tables lie in memory.
    package enum Memory: String, CaseIterable, Hashable, Sendable {
        /// Four memories, one a table.
        case separate
        /// One memory of registers. Bit `b` of both tables of bits is bit `b % 16`, counted from
        /// the lowest, of register `b / 16`. An address exists in every table if any declaration
        /// covers it, and a register can be written if the last that covers it says so.
        case shared
    }

    /// What devices in the field do about a unit id that nobody has.
    package enum UnknownUnit: Hashable, Sendable {
        /// No answer.
        case silence
        /// An answer with this code.
        case exception(ExceptionCode)
        /// The answer of the device, which must be alone at its endpoint.
        case served
    }

    /// What clients may do with a range of addresses.
    package struct AccessRule: Hashable, Sendable {
        /// The table it is about.
        package var table: PrimaryTable
        /// Its addresses, declared or not.
        package var range: AddressRange
        /// What is left to clients.
        package var allowed: Allowed
        /// What the rest gets.
        package var exception: ExceptionCode

        package init(
            table: PrimaryTable, range: AddressRange, allowed: Allowed,
            exception: ExceptionCode = .illegalDataAddress
        ) {
            self.table = table
            self.range = range
            self.allowed = allowed
            self.exception = exception
        }

        /// What a rule leaves.
        package enum Allowed: String, CaseIterable, Hashable, Sendable {
            /// Read only.
            case read
            /// Write only.
            case write
            /// As if it were absent.
            case none
        }
    }
}
