-- How much a party has stored lately is asked at the beginning of each upload.
create index on material_keepers (party, stored_at);
