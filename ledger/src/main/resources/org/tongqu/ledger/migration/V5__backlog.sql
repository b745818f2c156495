-- A backlog of a million heads: whatever is asked every half second is found by an index or a bounded walk.
-- held changes only when a delivery is parked, becomes unknown or is taken up again, so that claims, rings and retries stay
-- on their page (HOT) although an index knows it. It keeps what stands still out of the way of what can go.
alter table heads
    add column held boolean not null generated always as (state in ('PARKED', 'UNKNOWN')) stored;
drop index heads_lane_priority_record_no_idx;
create index heads_going on heads (lane, priority desc, record_no) where not held;
-- Claims, rings and retries do not change when the next deadline passes.
create index heads_deadlines on heads (earliest_deadline);
