package import Control
package import Profiles
package import Traffic

/// What moves plant time in a run.
package enum RunSpeed: Hashable, Sendable {
    /// As fast as the clock on the wall, or so many times as fast.
    case times(Double)
    /// From scan to scan, as soon as everything due is done. Only for a profile whose devices are
    /// all simulated.
    case lockstep
}

/// Everything one run is told.
package struct RunConfiguration: Sendable {
    /// The checked profile.
    package var profile: Profile
    /// Who moves the setpoint.
    package var mode: ControlMode
    /// What moves plant time.
    package var speed: RunSpeed
    /// Plant time after which the run ends; nil to go on until told to stop.
    package var duration: Duration?
    /// Seed of everything random.
    package var seed: UInt64
    /// Where writes to real devices are recorded, for one process at a time; nil keeps the record in
    /// memory, which only a run may that writes to simulated devices alone, or not at all.
    package var journalPath: String?
    /// Takes every request the gateway sends, with its answer; nil records nothing.
    package var traffic: (any TrafficSink)?

    package init(
        profile: Profile, mode: ControlMode, speed: RunSpeed, duration: Duration?, seed: UInt64,
        journalPath: String?, traffic: (any TrafficSink)? = nil
    ) {
        self.profile = profile
        self.mode = mode
        self.speed = speed
        self.duration = duration
        self.seed = seed
        self.journalPath = journalPath
        self.traffic = traffic
    }
}

/// Why a run cannot be made.
package enum RunError: Error, Hashable, Sendable {
    /// Lockstep was asked for with a real device in the profile.
    case realDeviceInLockstep(String)
    /// Automatic or advisory mode was asked for, and the profile has no such section.
    case noControl(missing: String, mode: ControlMode)
    /// Another process writes by the same journal (W12).
    case secondWriter(String)
    /// Something else, in words.
    case other(String)
}

extension RunError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .realDeviceInLockstep(let device):
            "'\(device)' is a real device: its time cannot be stepped. Use --speed real, or mark "
                + "it simulated."
        case .noControl(let missing, let mode):
            "mode \(mode.rawValue) needs a '\(missing)' section in the profile; use --mode manual "
                + "to poll only."
        case .secondWriter(let path):
            "another process writes by \(path), and one may at a time (W12). Stop it, or use "
                + "--mode advisory."
        case .other(let text):
            text
        }
    }
}
