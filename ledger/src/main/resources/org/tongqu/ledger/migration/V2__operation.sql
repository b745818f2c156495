-- What operators order: jobs and the deliveries that each is about. An item is judged when its turn comes, in the transaction
-- that writes its result and the job's progress, so nothing is done twice and nothing is forgotten.

create table jobs (
    job_id     uuid        primary key,          -- chosen by whoever ordered it
    kind       text        not null,
    filter     text        not null,             -- as ordered, for people to read
    rate       integer     not null,             -- items a second
    who        text        not null,
    reason     text        not null,
    created_at timestamptz not null,
    state      text        not null,             -- RUNNING, PAUSED, CANCELLED, DONE
    changed_by text,
    ended_at   timestamptz,
    worked_at  timestamptz not null,             -- up to when the rate is used up
    total      bigint      not null,
    done       bigint      not null default 0,
    skipped    bigint      not null default 0
);
create index on jobs (created_at desc);
create index on jobs (created_at) where state = 'RUNNING';

create table job_items (
    job_id      uuid             not null references jobs,
    item        bigint           not null,
    record_no   bigint           not null,
    lane        text collate "C" not null,
    key_id      bigint           not null,
    delivery_id uuid             not null,
    result      text,                            -- DONE, SKIPPED; null while it has not come to it
    found       text,
    at          timestamptz,
    primary key (job_id, item)
);
create index on job_items (delivery_id);
