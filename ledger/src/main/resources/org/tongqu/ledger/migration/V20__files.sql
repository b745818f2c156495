-- Which content the name of a file stands for that a party left: under the same name another one is a mistake.
create table file_names (
    party  text collate "C" not null,
    name   text collate "C" not null,
    digest text             not null,
    at     timestamptz      not null,  -- when it came first
    primary key (party, name)
);
create index on file_names (at);

-- Which files were left for parties that answer late or never, and of which days they were told.
create table files_left (
    party  text collate "C" not null,
    name   text collate "C" not null,
    digest text             not null,
    size   bigint           not null,
    day    date             not null,
    at     timestamptz      not null,
    primary key (party, name)
);
create index on files_left (party, day);
create index on files_left (at);
create table days_told (
    party text collate "C" not null,
    day   date             not null,
    at    timestamptz      not null,
    primary key (party, day)
);
create index on days_told (at);
