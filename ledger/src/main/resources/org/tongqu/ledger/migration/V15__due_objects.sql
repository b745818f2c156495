-- What has to come next in the life of an object, of whom, and until when; all null if nothing is late however long it takes. The index
-- holds only what has a time, in the order in which it passes: who asks what is overdue reads that and nothing else. A change of it is no
-- HOT update; there are a few in a life.
alter table object_states add column awaited text, add column awaited_of text[], add column due_at timestamptz;
create index object_states_due on object_states (due_at, keyspace, family, subject) where due_at is not null;
