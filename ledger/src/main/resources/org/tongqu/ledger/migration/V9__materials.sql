-- Materials: files under their SM3 digest, each content once, in encrypted segments of 256 KiB. In the database and not in files beside it,
-- so that every node reads them, one backup has them, and a file that a record refers to is as durable as the record.
create table materials (
    sm3        bytea       primary key,
    content    uuid        not null,
    size       bigint      not null,
    stored_at  timestamptz not null,
    kept_until timestamptz not null   -- then it is looked at: it goes if no record refers to it
) with (fillfactor = 80);
create index on materials (kept_until);

-- Where uploads stand, each party's own: what one has begun another can neither see nor go on with.
create table material_uploads (
    content    uuid             primary key,
    party      text collate "C" not null,
    sm3        bytea,                       -- null if it is known only at the end
    received   bigint           not null,
    total      bigint,                      -- null if it is not known yet
    touched_at timestamptz      not null
) with (fillfactor = 50);
create index on material_uploads (party, sm3);
create index on material_uploads (touched_at);

create table material_segments (
    content uuid    not null,
    number  integer not null,
    octets  bytea   not null,   -- ciphertext
    primary key (content, number)
);
alter table material_segments alter column octets set storage external;

-- Contents that nothing refers to any more; their segments go in steps.
create table material_leftovers (
    content uuid primary key
);

-- Who stored a material itself.
create table material_keepers (
    sm3       bytea            not null,
    party     text collate "C" not null,
    stored_at timestamptz      not null,
    primary key (sm3, party)
);

-- Which record gave a material to whom: to its sender by referring to it, to a receiver by what was sent.
create table material_grants (
    record_no bigint           not null,
    sm3       bytea            not null,
    party     text collate "C" not null,
    primary key (record_no, sm3, party)
) partition by range (record_no);
create index on material_grants (sm3, party);
create table material_grants_default partition of material_grants default;

create or replace function make_month(month integer) returns void language plpgsql as $$
declare
    label  text   := lpad((month / 12)::text, 4, '0') || lpad((month % 12 + 1)::text, 2, '0');
    lowest bigint := month::bigint << 40;
    above  bigint := (month::bigint + 1) << 40;
begin
    perform pg_advisory_xact_lock(hashtext('make_month'));
    execute format('create table if not exists records_%s partition of records for values from (%s) to (%s)
                    with (toast_tuple_target = 8160)', label, lowest, above);
    execute format('create table if not exists deliveries_%s partition of deliveries for values from (%s) to (%s)
                    with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000)',
                   label, lowest, above);
    execute format('create table if not exists timeline_%s partition of timeline for values from (%s) to (%s)',
                   label, lowest, above);
    execute format('create table if not exists sent_bodies_%s partition of sent_bodies for values from (%s) to (%s)
                    with (toast_tuple_target = 8160)', label, lowest, above);
    execute format('create table if not exists party_receipts_%s partition of party_receipts for values from (%s) to (%s)',
                   label, lowest, above);
    execute format('create table if not exists index_marks_%s partition of index_marks for values from (%s) to (%s)',
                   label, lowest, above);
    execute format('create table if not exists material_grants_%s partition of material_grants for values from (%s) to (%s)',
                   label, lowest, above);
exception when check_violation then
    raise warning 'partitions of % cannot be made: the default partition has their rows', label;
end $$;
