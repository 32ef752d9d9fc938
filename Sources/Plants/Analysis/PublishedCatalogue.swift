/// All plants with published values.
package enum PublishedCatalogue {
    /// One entry a plant, in the order of ``PlantCatalogue``.
    package static let all: [PublishedPlant] = [
        EvaporatorPublished.plant,
        VanDeVussePublished.plant,
        QuadrupleTankPublished.plant,
        ReactorTankPublished.plant,
        ColumnPublished.plant,
    ]

    /// What was published about a model; nil if there is none of that name.
    package static func plant(_ model: String) -> PublishedPlant? {
        all.first { $0.model == model }
    }
}
