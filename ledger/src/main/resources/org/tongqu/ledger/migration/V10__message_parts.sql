-- Messages of partners' systems that are one record together, until the last of them has come. Then the record has them, and what stays
-- here tells a repeat from something else for as long as the identity is kept.
create table message_parts (
    sender  text collate "C" not null,
    id      text collate "C" not null, -- of the record
    call    text             not null,
    digest  bytea            not null,
    number  bigint           not null generated always as identity, -- of one call the latest is in force
    octets  bytea,                     -- ciphertext; null once the record has them
    came_at timestamptz      not null,
    primary key (sender, id, call, digest)
);
create index on message_parts (came_at);
create index message_parts_waiting on message_parts (came_at) where octets is not null;
