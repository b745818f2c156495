-- Where the life of a business object stands, if it is followed; changed in the transaction that admits a record of it. What state and
-- facts mean is not the ledger's affair. Aliases are told once or twice in a life; no index knows what else changes, so most changes are
-- HOT updates.
create table object_states (
    keyspace   text collate "C" not null,
    family     text collate "C" not null,
    subject    text collate "C" not null,
    state      text             not null,
    aliases    text[]           not null,
    facts      jsonb            not null,
    changed_at timestamptz      not null,
    primary key (keyspace, family, subject)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);
create index on object_states using gin (aliases);
create index on object_states (subject);
