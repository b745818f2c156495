-- The ledger of Tongqu: what was accepted, where it is, what happened.
--
-- How it is laid out, and why:
--   * What grows (records, deliveries, what happened to them) is written once, changed at most once, and partitioned by
--     month, so that it can be dropped by month and never has to be vacuumed for long.
--   * What moves (claims, retries, circuits) lives in two small tables, heads and lanes, and nowhere else.
--   * record_no carries the month: (year * 12 + month - 1) << 40 | sequence. One bigint is enough to find the partition.
--   * Bodies, what was sent, partners' words and partners' receipts are ciphertext. Business keys and plain index marks
--     are readable by design.
-- Times come from the gateway's clock, not from the database's.

create sequence record_numbers;

-- Who sent what under which id, with the receipt that was given, so that a repeat gets the same bytes. Not partitioned by
-- month: an identity must be unique over the whole window in which repeats are recognised (400 days by default).
-- admission: which attempt wrote it; tells a repeat from one's own commit whose answer was lost.
create table identities (
    sender            text collate "C" not null,
    id                text collate "C" not null,
    digest            bytea            not null,
    record_no         bigint           not null,
    admission         uuid             not null,
    accepted_at       timestamptz      not null,
    receipt_payload   text             not null,
    receipt_protected text             not null,
    receipt_signature text             not null,
    primary key (sender, id)
) partition by hash (sender, id);

do $$
begin
    for part in 0..15 loop
        execute format('create table identities_%s partition of identities for values with (modulus 16, remainder %s)',
                       lpad(part::text, 2, '0'), part);
        -- Written in the order of time, so block ranges find what is old enough to be forgotten.
        execute format('create index on identities_%s using brin (accepted_at)', lpad(part::text, 2, '0'));
    end loop;
end $$;

-- One counter per business key. Only last_number changes and no index knows it, so every raise is a HOT update.
create table keys (
    keyspace    text collate "C" not null,
    family      text collate "C" not null,
    subject     text collate "C" not null,
    key_id      bigint           not null generated always as identity,
    last_number bigint           not null,
    primary key (keyspace, family, subject)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);

create table records (
    record_no      bigint           not null,
    accepted_at    timestamptz      not null,
    sender         text collate "C" not null,
    id             text collate "C" not null,
    type           text             not null,
    keyspace       text             not null,
    subject        text collate "C" not null,
    key_id         bigint           not null,
    number         bigint           not null,
    priority       smallint         not null,
    digest         bytea            not null,
    body           bytea            not null,
    salt           bytea            not null,
    seal_protected text,
    seal_signature text,
    kid            text,
    site_version   integer          not null,
    deadline       timestamptz      not null,
    primary key (record_no)
) partition by range (record_no);
alter table records alter column body set storage external;
create index on records (subject, record_no);

-- One record on its way to one party. State, attempt, code and words are written when the delivery becomes final; until
-- then it is ACCEPTED here, and heads knows better if it is the head of its key. No index on what changes.
create table deliveries (
    record_no    bigint           not null,
    lane         text collate "C" not null,
    delivery_id  uuid             not null,
    key_id       bigint           not null,
    number       bigint           not null,
    rule         text             not null,
    deadline     timestamptz      not null,
    state        text             not null,
    attempt      integer          not null,
    code         text,
    words        bytea,
    concluded_at timestamptz,
    primary key (record_no, lane)
) partition by range (record_no);
create index on deliveries (delivery_id);
create index on deliveries (key_id, lane, number);

-- One row per attempt that ended, or per change without an attempt (claimed_at null then).
create table timeline (
    record_no  bigint           not null,
    lane       text collate "C" not null,
    attempt    integer          not null,
    claimed_at timestamptz,
    at         timestamptz      not null,
    state      text             not null,
    code       text,
    token      uuid
) partition by range (record_no);
create index on timeline (record_no, lane);

-- What was sent, so that a retry sends the same bytes. body is null where the original was sent.
create table sent_bodies (
    record_no      bigint           not null,
    lane           text collate "C" not null,
    at             timestamptz      not null,
    digest         bytea            not null,
    original       boolean          not null,
    body           bytea,
    seal_protected text             not null,
    seal_signature text             not null,
    primary key (record_no, lane)
) partition by range (record_no);
alter table sent_bodies alter column body set storage external;

-- What parties said about deliveries, as they sealed it.
create table party_receipts (
    record_no      bigint           not null,
    lane           text collate "C" not null,
    at             timestamptz      not null,
    state          text             not null,
    payload        bytea            not null,
    seal_protected text             not null,
    seal_signature text             not null
) partition by range (record_no);
create index on party_receipts (record_no, lane);

-- By which fields a record can be found: plain values, or blind marks of confidential ones.
create table index_marks (
    record_no bigint not null,
    field     text   not null,
    plain     text,
    blind     bytea
) partition by range (record_no);
create index on index_marks (field, plain, record_no) where plain is not null;
create index on index_marks (field, blind, record_no) where blind is not null;

-- The working set: the lowest delivery that is not final of every lane and key, and how many wait behind it. Claims,
-- leases, the sweep and the figures of what waits read this and not the deliveries. Admission adds to behind and so locks
-- the row against a conclusion that would otherwise not see the new delivery and drop the head.
-- The three indexes know nothing that a claim or a retry changes.
create table heads (
    lane              text collate "C" not null,
    key_id            bigint           not null,
    delivery_id       uuid             not null,
    record_no         bigint           not null,
    number            bigint           not null,
    behind            integer          not null,
    priority          smallint         not null,
    sender            text             not null,
    id                text             not null,
    type              text             not null,
    accepted_at       timestamptz      not null,
    deadline          timestamptz      not null,
    earliest_deadline timestamptz      not null,   -- no delivery of this lane and key expires before
    state             text             not null,   -- ACCEPTED, SENDING, WAITING, PARKED, UNKNOWN
    dispatch          integer          not null,   -- how often it was rung for
    rung_at           timestamptz,                 -- an unanswered bell; null if none is known to be on its way
    attempt           integer          not null default 0,
    without_receipt   integer          not null default 0,
    deaths            integer          not null default 0,
    token             uuid,
    node              text,
    claimed_at        timestamptz,
    lease_until       timestamptz,
    due_at            timestamptz,                 -- when WAITING: not before
    waits_for_lane    boolean          not null default false,
    code              text,
    words             bytea,
    primary key (lane, key_id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000,
        autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
create unique index on heads (delivery_id);
create index on heads (lane, priority desc, record_no);

-- Circuits: open while open_since is not null.
create table lanes (
    lane          text collate "C" primary key,
    open_since    timestamptz,
    probe_at      timestamptz,
    probe_rung_at timestamptz,
    closed_at     timestamptz,
    failures      integer not null default 0,
    code          text
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- Records that a party will not get and has not been told of: named in the seal of its next delivery of the key.
create table gaps (
    lane   text collate "C" not null,
    key_id bigint           not null,
    number bigint           not null,
    sender text             not null,
    id     text             not null,
    primary key (lane, key_id, number)
);

-- Non-delivery notices owed to senders.
create table owed_notices (
    delivery_id  uuid             not null,
    kind         text             not null,        -- refused, expired
    record_no    bigint           not null,
    lane         text collate "C" not null,
    code         text             not null,
    words        bytea,
    at           timestamptz      not null,
    submitted_at timestamptz,
    primary key (delivery_id, kind)
);
create index on owed_notices (at) where submitted_at is null;

-- Proofs of identity that were used; each counts once.
create table proofs (
    party         text collate "C" not null,
    jti           text collate "C" not null,
    forget_after  timestamptz      not null,
    primary key (party, jti)
);
create index on proofs (forget_after);

-- Makes the partitions of one month, year * 12 + month - 1; does nothing if they are there, and leaves out those whose
-- rows already lie in the default partition: an operator has to move them.
create function make_month(month integer) returns void language plpgsql as $$
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
exception when check_violation then
    raise warning 'partitions of % cannot be made: the default partition has their rows', label;
end $$;

-- Nothing is lost if a month was not made in time; whatever lies here raises an alarm.
create table records_default        partition of records default;
create table deliveries_default     partition of deliveries default;
create table timeline_default       partition of timeline default;
create table sent_bodies_default    partition of sent_bodies default;
create table party_receipts_default partition of party_receipts default;
create table index_marks_default    partition of index_marks default;
