-- Who asked what, of whom, for which purpose, and what became of it: kept as long as identities are. What was asked for and what was
-- answered is confidential: of the question only its digest stays, the answer is ciphertext and goes within the hour after it is of no use.
create table queries (
    sender           text collate "C" not null,
    id               text collate "C" not null,
    digest           bytea            not null,
    type             text             not null,
    subject          text collate "C" not null,
    purpose          text             not null,
    provider         text collate "C" not null,
    rule             text             not null,
    site_version     integer          not null,
    asked_at         timestamptz      not null,
    attempt          integer          not null,
    asked_until      timestamptz,              -- while somebody asks
    state            text             not null, -- ASKED, ANSWERED, FAILED
    code             text,
    results          integer,
    concluded_at     timestamptz,
    answer_payload   bytea,
    answer_protected text,
    answer_signature text,
    primary key (sender, id)
) with (fillfactor = 80);
create index on queries (asked_at);
create index on queries (concluded_at) where answer_payload is not null;
