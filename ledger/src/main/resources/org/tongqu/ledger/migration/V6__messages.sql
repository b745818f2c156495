-- What partners' systems said in their own dialects, kept beside the records that it was translated into. The message itself is
-- ciphertext; its digest tells a repeat from something else under the same id, although the translation may have changed since.
alter table identities
    add column message_digest bytea;   -- null if the record came as it is
alter table records
    add column dialect text,           -- family and call; null likewise
    add column message bytea;
