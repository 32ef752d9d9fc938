/// What friction lets a valve's stem do; demands and positions in % of travel.
///
/// Backlash, or the two-parameter rule of Kano, Maruta, Kugemoto and Shimizu (IFAC DYCOPS 2004)
/// after Choudhury, Thornhill and Shah (Control Eng. Practice 13 (2005) 641–658): stick band S is
/// dead band and slip jump together, J is the slip jump.
package struct StemFriction: Hashable, Sendable {
    /// How the stem sticks.
    package enum Kind: Hashable, Sendable {
        /// Not at all.
        case none
        /// Follows half a band behind the demand.
        case deadBand(Double)
        /// Rests until the demand has gone far enough, then jumps.
        case stiction(stickBand: Double, slipJump: Double)

        init(_ settings: ActuatorSettings) {
            if let band = settings.stickBand, band > 0 {
                self = .stiction(stickBand: band, slipJump: settings.slipJump ?? 0)
            } else if let band = settings.deadBand, band > 0 {
                self = .deadBand(band)
            } else {
                self = .none
            }
        }
    }

    /// How this stem sticks.
    package let kind: Kind
    private var stem: Double
    private var demand: Double
    private var lastChange = 0.0
    private var demandAtStop: Double
    private var direction = -1.0
    private var isStopped = false

    /// A stem at rest.
    package init(_ kind: Kind, at position: Double) {
        self.kind = kind
        stem = position
        demand = position
        demandAtStop = position
    }

    /// Where the stem goes for a demand, before lag and rate.
    package mutating func position(for wanted: Double) -> Double {
        switch kind {
        case .none: stem = wanted
        case .deadBand(let band): stem = clipped(stem, wanted - band / 2, wanted + band / 2)
        case .stiction(let band, let jump):
            let wanted = clipped(wanted, 0, 100)
            let change = wanted - demand
            if !isStopped, change * lastChange <= 0 {
                demandAtStop = demand
                isStopped = true
            }
            if isStopped {
                let distance = wanted - demandAtStop
                if -direction * distance > band {
                    direction = -direction
                    isStopped = false
                } else if direction * distance > jump {
                    isStopped = false
                }
            }
            if !isStopped { stem = wanted - direction * (band - jump) / 2 }
            demand = wanted
            lastChange = change
        }
        return stem
    }

    func save(to writer: inout SnapshotWriter) {
        writer.add([stem, demand, lastChange, demandAtStop, direction])
        writer.add(isStopped)
    }

    mutating func restore(from reader: inout SnapshotReader) {
        stem = reader.number()
        demand = reader.number()
        lastChange = reader.number()
        demandAtStop = reader.number()
        direction = reader.number()
        isStopped = reader.flag()
    }
}
