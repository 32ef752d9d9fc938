import Plants
package import Profiles

extension Profile {
    /// What a fault may name in a run of this profile: devices, tags and parts of the plant.
    package var faultFacts: FaultFacts {
        let description = plant.flatMap { section in
            section.declaration?.kind.description ?? PlantCatalogue.description(of: section.model)
        }
        return FaultFacts(
            devices: devices, plant: description.map(PlantFacts.init(describing:)))
    }
}
