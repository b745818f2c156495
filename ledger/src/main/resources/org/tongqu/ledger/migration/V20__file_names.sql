-- Which content the name of a file stands for that a party left: under the same name another one is a mistake.
create table file_names (
    party  text collate "C" not null,
    name   text collate "C" not null,
    digest text             not null,
    at     timestamptz      not null,  -- when it came first
    primary key (party, name)
);
create index on file_names (at);
