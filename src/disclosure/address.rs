use crate::kernel::{DigestInput, VillageId};

/// What stands in the permanent address of a village's page: sixteen letters and digits without look-alikes.
///
/// Made from the village's id, so that it needs no row of its own, never changes, and comes along with a package.
pub fn village_token(village: VillageId) -> String {
    DigestInput::new("village-page/1").field("village", village).digest().short_code().replace('-', "")
}

/// Where a village's page stands, below the public base: what the QR code of the poster leads to.
pub fn village_path(village: VillageId) -> String {
    format!("/v/{}", village_token(village))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_keeps_its_address_and_shares_it_with_none() {
        let (one, other) = (VillageId::new(), VillageId::new());
        assert_eq!(village_token(one), village_token(one));
        assert_ne!(village_token(one), village_token(other));
        assert_eq!(village_path(one).len(), "/v/".len() + 16);
    }
}
