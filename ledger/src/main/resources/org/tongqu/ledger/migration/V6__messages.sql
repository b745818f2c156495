-- What partners' systems said in their own dialects, kept beside the records that it was translated into. The message itself is
-- ciphertext; its digest tells a repeat from something else under the same id, although the translation may have changed since.
alter table identities
    add column message_digest bytea;   -- null if the record came as it is
alter table records
    add column dialect text,           -- family and call; null likewise
    add column message bytea;
-- The same octets of one party are a repeat, whatever its dialect makes of them by now.
create index on identities (sender, message_digest) where message_digest is not null;
-- What partners' systems show to be known by counts for one message only.
alter table proofs
    add column about text;   -- null if it counts once, whatever for
