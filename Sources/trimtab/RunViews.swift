import Assembly
import Control
import Foundation
import Gateway
import Profiles
import Tags

/// Redraws the whole picture, at most ten times a second.
actor ScreenView: RunObserver {
    private var picture: RunPicture
    private var lastDrawn: ContinuousClock.Instant?
    private var linesDrawn = 0

    init(_ picture: RunPicture) { self.picture = picture }

    func note(_ event: RunEvent) {
        picture.take(event)
        let now = ContinuousClock.now
        if case .finished = event {
            draw()
            return
        }
        if let lastDrawn, lastDrawn.duration(to: now) < .milliseconds(100) { return }
        lastDrawn = now
        draw()
    }

    /// Columns of the terminal; 80 if it does not say.
    private static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
        return Int(size.ws_col)
    }

    private func draw() {
        var text = linesDrawn > 0 ? "\u{1B}[\(linesDrawn)A" : ""
        // A line that wraps would throw the cursor's way back up out of step.
        let width = Self.width
        let lines = picture.screen.map { $0.count > width ? $0.prefix(width - 1) + "…" : $0 }
        for line in lines { text += "\u{1B}[2K\(line)\n" }
        let surplus = max(linesDrawn - lines.count, 0)
        for _ in 0..<surplus { text += "\u{1B}[2K\n" }
        linesDrawn = lines.count + surplus
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

/// Prints a line now and then, and one for each thing an operator should know of.
actor LineView: RunObserver {
    private var picture: RunPicture
    private var nextLine: PlantTime
    private let interval: Duration

    init(_ picture: RunPicture) {
        self.picture = picture
        let duration = picture.configuration.duration ?? .seconds(3600)
        // A dozen lines a run, on whole minutes, but not more often than each 10 s.
        let seconds = (duration.inSeconds / 12 / 60).rounded(.up) * 60
        interval = .seconds(duration < .seconds(600) ? 10 : seconds)
        nextLine = .start + interval
    }

    func note(_ event: RunEvent) {
        picture.take(event)
        switch event {
        case .started(let bound, _):
            let title = picture.title.map { ", \($0)" } ?? ""
            let configuration = picture.configuration
            print(
                "\(configuration.profile.name)\(title): mode \(configuration.mode.rawValue), "
                    + "seed \(configuration.seed), \(configuration.profile.devices.count) devices, "
                    + "\(bound.count) of them simulated here")
        case .decision(.hold(let reason), let time):
            print("\(RunPicture.clock(time))  held: \(reason)")
        case .decision(.release, let time):
            print("\(RunPicture.clock(time))  moves allowed")
        case .decision(.mode(let mode), let time):
            print("\(RunPicture.clock(time))  now in \(mode.rawValue) mode")
        case .decision(.write(let move), let time), .decision(.advise(let move), let time):
            if picture.configuration.speed == .times(1) {
                print("\(RunPicture.clock(time))  \(move)")
            }
        case .write(let report):
            if report.outcome != .applied {
                print(
                    "\(RunPicture.clock(report.at))  \(report.setpoint.tag): "
                        + "\(report.outcome.rawValue), \(report.reason)")
            }
        case .scan(let scan):
            guard scan.time >= nextLine else { return }
            while nextLine <= scan.time { nextLine = nextLine + interval }
            print(picture.line)
        case .decision, .health, .truth, .finished:
            return
        }
        fflush(nil)
    }
}
