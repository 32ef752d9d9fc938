import Plants
import Tags

/// The plant behind the devices and its time. Confined to the fleet's thread.
final class PlantHost {
    let plant: (any PlantModel)?
    /// The plant's time; without a plant, the time last told.
    private(set) var time: PlantTime
    /// The time last told, between the ends of steps too; never before ``time``.
    private(set) var now: PlantTime
    /// Steps made so far: tells devices when what they show is old.
    private(set) var steps = 0
    private let step: Duration
    /// Told of each time before it comes, and after each step; nil unless somebody asked.
    private var before: ((PlantTime) -> Void)?
    private var after: (() -> Void)?

    init(_ plant: (any PlantModel)?) {
        self.plant = plant
        time = plant?.time ?? .start
        now = time
        step = plant?.description.step ?? .seconds(1)
    }

    /// When the next step ends; nil without a plant.
    var nextStep: PlantTime? { plant == nil ? nil : time + step }

    /// Tells somebody of each time before plant and registers move to it, and after each step.
    func watchTime(before: @escaping (PlantTime) -> Void, after: @escaping () -> Void) {
        self.before = before
        self.after = after
    }

    /// Tells nobody any more.
    func unwatchTime() {
        before = nil
        after = nil
    }

    /// Moves the time told, and no plant.
    func tell(_ time: PlantTime) {
        now = max(now, time)
        if plant == nil { self.time = now }
    }

    /// Goes back or forth to where a snapshot was taken; on an error nothing is changed.
    func restore(_ snapshot: PlantSnapshot?, now: PlantTime, steps: Int) throws(PlantError) {
        if let plant, let snapshot {
            try plant.restore(snapshot)
            time = plant.time
        } else {
            time = now
        }
        self.now = max(now, time)
        self.steps = steps
    }

    /// Makes the steps that end by `target`, at most `limit` of them.
    ///
    /// - Returns: Whether all were made.
    @discardableResult
    func advance(to target: PlantTime, atMost limit: Int = .max) -> Bool {
        guard let plant else {
            before?(target)
            time = max(time, target)
            now = time
            after?()
            return true
        }
        var left = limit
        while time + step <= target {
            guard left > 0 else { return false }
            left -= 1
            before?(time + step)
            plant.step()
            steps += 1
            time = plant.time
            now = max(now, time)
            after?()
        }
        before?(target)
        now = max(now, target)
        return true
    }
}

/// How plant time follows the machine's clock: a straight line from where the run started.
struct PlantClock: Sendable {
    /// Machine time of the start, in nanoseconds.
    let start: UInt64
    /// Plant time of the start.
    let plantStart: PlantTime
    /// Seconds of plant time a second, above 0.
    let speed: Double

    /// The plant time at a moment of the machine's clock.
    func plantTime(at now: UInt64) -> PlantTime {
        let passed = now > start ? Double(now - start) * speed : 0
        return PlantTime(nanoseconds: plantStart.nanoseconds + Int64(min(passed, 9e18 / 2)))
    }

    /// The first moment of the machine's clock at which the plant time has come.
    func moment(of time: PlantTime) -> UInt64 {
        let wait = Double((time - plantStart).nanoseconds) / speed
        return start + UInt64(min(max(wait, 0), 9e18 / 2).rounded(.up))
    }
}
