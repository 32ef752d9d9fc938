import Glibc
import Reactor

extension FleetServer {
    /// Descriptors kept free for connections beside the listeners' own.
    static let spareDescriptors = 64

    /// Makes sure that all listeners can be opened, raising the process's limit as far as it goes.
    ///
    /// - Throws: ``FleetError/tooFewDescriptors(needed:available:)``.
    func requireDescriptors() throws(FleetError) {
        guard let available = ProcessResources.raiseDescriptorLimit() else { return }
        let closed = listeners.count { $0.descriptor < 0 }
        let needed = Self.openDescriptorCount + closed + Self.spareDescriptors
        guard needed <= available else {
            throw .tooFewDescriptors(needed: needed, available: available)
        }
    }

    /// Descriptors the process has open now; 0 if the system does not tell.
    private static var openDescriptorCount: Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count
    }
}
