-- Codes that no code map had, for the operator who adds them: one row per code, however often it comes.
create table unmapped_codes (
    party    text collate "C" not null,
    family   text             not null,
    is_heard boolean          not null, -- the partner said it; else it is one of ours
    map      text             not null,
    code     text collate "C" not null,
    times    bigint           not null,
    since    timestamptz      not null,
    last_at  timestamptz      not null,
    primary key (party, family, is_heard, map, code)
) with (fillfactor = 80);
create index on unmapped_codes (last_at);

-- The latest that came in a dialect, among many records that did not.
create index on records (record_no) where dialect is not null;
