-- What the watchdog finds stuck: one row per lane and cause, as long as it lasts.
create table alarms (
    lane   text collate "C" not null,
    cause  text             not null,
    since  timestamptz      not null,
    count  bigint           not null,
    oldest timestamptz      not null,
    primary key (lane, cause)
);
