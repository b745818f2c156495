-- Keys of what rests, each wrapped by the master key, so that every node of the site has them.
create table wrapped_keys (
    key_no  bigint generated always as identity primary key,
    purpose text not null,
    name    text not null,
    wrapped text not null, -- base64url
    unique (purpose, name)
);
