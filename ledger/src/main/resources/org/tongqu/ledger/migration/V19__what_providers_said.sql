-- Of each attempt to get a question answered: what was said to the provider's system in its dialect, and what it said, as ciphertext.
alter table query_attempts
    add column dialect text,  -- family and call; null if nothing was said
    add column asked bytea,
    add column told bytea;    -- null if no whole answer came
