-- Questions are kept like records: what was asked and answered, with both seals, as ciphertext, for as long as the question itself, and
-- every attempt to get it answered. A plain digest of a question lets one guess what was asked for, and so does a seal beside its
-- ciphertext: the digest is a keyed one now, and the seals rest inside. Of questions asked before this there is no mark, which no other
-- question has: within the ten minutes in which they would have been answered again they are refused as used.
alter table queries
    drop column digest,
    drop column answer_payload,
    drop column answer_protected,
    drop column answer_signature,
    add column mark bytea,      -- HMAC-SM3 of the octets
    add column kid text,        -- of the asker's seal; null if its channel said who it was
    add column question bytea,  -- the octets with the seal
    add column dialect text,    -- family and call; null if it sent the question itself
    add column said bytea,      -- what its system said
    add column answer bytea;    -- with our seal

create table query_attempts (
    sender       text collate "C" not null,
    id           text collate "C" not null,
    attempt      integer          not null,
    provider     text collate "C" not null,
    rule         text             not null,
    site_version integer          not null,
    began_at     timestamptz      not null,
    ended_at     timestamptz,
    state        text             not null, -- ASKED, ANSWERED, FAILED, ABANDONED
    code         text,
    results      integer,
    primary key (sender, id, attempt)
) with (fillfactor = 80);
create index on query_attempts (began_at);
