-- Messages of partners' systems that are one record together, until the last of them has come; then the record has them.
create table message_parts (
    sender  text collate "C" not null,
    id      text collate "C" not null, -- of the record
    call    text             not null,
    digest  bytea            not null,
    octets  bytea,                     -- ciphertext; null once another message of the call has taken its place
    came_at timestamptz      not null,
    seen_at timestamptz      not null, -- when it came last
    primary key (sender, id, call, digest)
);
create index on message_parts (came_at);
create index on message_parts (seen_at);
