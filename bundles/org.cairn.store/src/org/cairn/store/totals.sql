-- Fills block_total and heap_total when a store is completed. A size has 63 bits at most; sums of
-- BIGINT are quicker than of UBIGINT, which are added as HUGEINT.

insert into block_total
select
    heap_id,
    owner_id,
    kind,
    state,
    count(*),
    least(sum(size::bigint), 18446744073709551615),
    least(sum(user_size::bigint), 18446744073709551615),
    max(size),
    bit_or(flags)
from block
group by heap_id, owner_id, kind, state;

insert into heap_total
with blocks_of_heap as (
    select
        heap_id,
        sum(blocks) filter (where state_id = 0) as busy_count,
        sum(bytes) filter (where state_id = 0) as busy_bytes,
        sum(user_bytes) filter (where state_id = 0) as busy_user_bytes,
        sum(blocks) filter (where state_id = 1) as free_count,
        sum(bytes) filter (where state_id = 1) as free_bytes,
        max(largest) filter (where state_id = 1) as largest_free,
        sum(blocks) filter (where state_id = 2) as metadata_count,
        sum(bytes) filter (where state_id = 2) as metadata_bytes
    from block_total
    group by heap_id
), segments_of_heap as (
    select heap_id, sum(size) as reserved_bytes
    from segment
    group by heap_id
), gaps_of_heap as (
    select
        heap_id,
        sum(size) filter (where reason = 'uncommitted') as uncommitted_bytes,
        sum(size) filter (where reason <> 'uncommitted') as unknown_bytes
    from gap
    group by heap_id
)
select
    heap_id,
    coalesce(busy_count, 0),
    least(coalesce(busy_bytes, 0), 18446744073709551615),
    least(coalesce(busy_user_bytes, 0), 18446744073709551615),
    coalesce(free_count, 0),
    least(coalesce(free_bytes, 0), 18446744073709551615),
    coalesce(largest_free, 0),
    coalesce(metadata_count, 0),
    least(coalesce(metadata_bytes, 0), 18446744073709551615),
    least(coalesce(reserved_bytes, 0), 18446744073709551615),
    least(coalesce(uncommitted_bytes, 0), 18446744073709551615),
    least(coalesce(unknown_bytes, 0), 18446744073709551615)
from heap
left join blocks_of_heap using (heap_id)
left join segments_of_heap using (heap_id)
left join gaps_of_heap using (heap_id);
