-- Who looks at the place where a party's system leaves what it does not send, and whether that place is away.
create table pick_ups (
    party      text collate "C" primary key,
    node       text,                          -- whose turn it is; null if nobody's
    token      bigint not null default 0,     -- higher with every change of hands
    until      timestamptz,
    away_since timestamptz,
    away_code  text
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- What was refused where it lay, until it is taken: which message by its name and digest, and why; never what it says.
create table quarantine (
    party   text collate "C" not null,
    place   text collate "C" not null,        -- table and key, or folder and name
    call    text             not null,
    digest  text             not null,
    code    text             not null,
    reason  text             not null,
    since   timestamptz      not null,
    last_at timestamptz      not null,
    times   bigint           not null,
    primary key (party, place)
);
create index on quarantine (last_at);
