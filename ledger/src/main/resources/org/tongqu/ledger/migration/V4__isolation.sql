-- Deliveries over which a process died go alone after the next start, so that the one that kills is told from those that were
-- only near it. deaths counts those over which it died while alone.
alter table heads
    add column suspect boolean not null default false,   -- a process died over it; it goes alone next time
    add column alone   boolean not null default false;   -- it was claimed alone
-- Claims and retries do not change suspect, so this index costs them nothing.
create index on heads (lane, key_id) where suspect;
