-- What an upload may still become counts from its beginning: several at once have no more room than one after the other.
alter table material_uploads add column reserved bigint not null default 0;
update material_uploads set reserved = coalesce(total, received);
