-- What parties' systems said in one call about several things, or about what is no record: kept once. What was made of it names it.
create table call_messages (
    message uuid             not null primary key,
    sender  text collate "C" not null,
    call    text             not null, -- protocol and operation
    octets  bytea            not null, -- ciphertext
    came_at timestamptz      not null
);
alter table call_messages alter column octets set storage external;
-- Written in the order of time, so block ranges find what is old enough to be forgotten.
create index on call_messages using brin (came_at);
