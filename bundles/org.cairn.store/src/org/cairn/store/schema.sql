-- The tables and views of a Cairn store, version 3. A store is one DuckDB database file.
--
-- Names and meanings are stable: scripts are written against them. A change that breaks a script
-- raises the version (org.cairn.store.Schema.VERSION).
--
-- Addresses and sizes are unsigned 64-bit numbers (UBIGINT); kernel addresses sort and compare
-- as people expect. Sizes are bytes. In SQL given to Cairn, 0x literals are allowed:
--     select * from blocks where address = 0xffffe00012345678
-- Identifiers (..._id) are dense and begin with 1; in block, owner_id 0 means that no owner is known.

-- The dump: one row, written last. A store without it is not complete.
create table dump (
    file            VARCHAR,    -- the file that was opened
    format          VARCHAR,    -- such as: Windows minidump
    system          VARCHAR,    -- such as: Windows 10 1903 (build 18362) x64
    build           INTEGER,    -- build number of the system, 0 when unknown
    architecture    VARCHAR,    -- x86, x64, arm64 or empty
    memory_kind     VARCHAR,    -- virtual or physical
    complete        BOOLEAN,    -- whether everything was stored
    decoded_at      TIMESTAMP,  -- when, UTC
    cairn_version   VARCHAR,    -- the version of Cairn that wrote the store
    store_key       VARCHAR,    -- identity of the dump and versions of the decoders
    schema_version  INTEGER     -- version of these tables
);

-- What the container says about itself and the system, in display order.
create table dump_property (
    name   VARCHAR,
    value  VARCHAR
);

-- What is missing, doubtful or contradictory in the dump, in order of discovery.
create table remark (
    severity  VARCHAR,  -- info, warning or error
    text      VARCHAR   -- one sentence
);

-- The parts of the container, in its order.
create table stream (
    type         UBIGINT,  -- number of the type in the format
    name         VARCHAR,  -- the vendor's name, or unknown
    file_offset  UBIGINT,  -- where it begins in the file
    size         UBIGINT
);

create table process (
    process_id    INTEGER,  -- identity in this store
    pid           UBIGINT,  -- the system's number; 0 for a kernel or when unknown
    name          VARCHAR,  -- image name, or empty
    architecture  VARCHAR
);

create table module (
    process_id       INTEGER,
    base             UBIGINT,  -- first address
    size             UBIGINT,
    name             VARCHAR,  -- path or name
    version          VARCHAR,  -- file version, or empty
    time_date_stamp  UBIGINT,  -- IMAGE_FILE_HEADER.TimeDateStamp, 0 when unknown
    check_sum        UBIGINT,  -- IMAGE_OPTIONAL_HEADER.CheckSum, 0 when unknown
    pdb              VARCHAR   -- CodeView identity, or empty
);

create table thread (
    process_id           INTEGER,
    tid                  UBIGINT,
    teb                  UBIGINT,  -- address of the thread environment block, 0 when unknown
    stack_start          UBIGINT,  -- lowest address of the stack in the dump, 0 when none
    stack_size           UBIGINT,  -- bytes of stack in the dump
    instruction_pointer  UBIGINT,
    stack_pointer        UBIGINT,
    suspend_count        UBIGINT,
    priority             UBIGINT
);

-- The regions of an address space as far as somebody described them.
create table region (
    process_id       INTEGER,
    start_address    UBIGINT,
    last_address     UBIGINT,  -- inclusive
    allocation_base  UBIGINT,  -- 0 when unknown
    state            VARCHAR,  -- commit, reserve, free or empty
    protection       VARCHAR,  -- such as rw-, or empty
    kind             VARCHAR   -- private, mapped, image or empty
);

create table heap (
    heap_id       INTEGER,
    process_id    INTEGER,
    address       UBIGINT,  -- its handle, or the first address of the stretch with blocks
    kind          VARCHAR,  -- such as: NT heap
    name          VARCHAR,  -- what the system calls it, or empty
    architecture  VARCHAR,  -- of its structures
    layout        VARCHAR,  -- the type table that was chosen, or empty
    origin        VARCHAR,  -- how it was found and why this layout
    status        VARCHAR,  -- present, absent or foreign
    note          VARCHAR,  -- why it cannot be decoded, or what is special
    decoder       VARCHAR   -- identity of the decoder
);

-- Contiguous reserved ranges of heaps.
create table segment (
    segment_id  INTEGER,
    heap_id     INTEGER,
    address     UBIGINT,
    size        UBIGINT,  -- reserved bytes
    kind        VARCHAR
);

-- Ranges of segments that hold no known blocks.
create table gap (
    heap_id     INTEGER,
    segment_id  INTEGER,
    address     UBIGINT,
    size        UBIGINT,
    reason      VARCHAR   -- uncommitted; or why the bytes are missing: not captured, paged out, ...
);

-- Who holds blocks.
create table owner (
    owner_id     INTEGER,
    kind         VARCHAR,  -- such as: pool tag, os2 owner id, module
    key          VARCHAR,  -- what identifies it within its kind
    label        VARCHAR,  -- its name for people
    description  VARCHAR,
    confidence   VARCHAR,  -- hint, strong or certain
    evidence     VARCHAR   -- what in the dump says so
);

-- What the system itself counts of an owner, such as the tag tables of pools, to be compared with
-- the sums of the blocks that were found. What it counts for several heaps of a kind together stands
-- with one of them. Signed: the numbers of a damaged dump may be any.
create table owner_total (
    heap_id      INTEGER,
    owner_id     INTEGER,
    allocations  BIGINT,  -- ever made; narrow counters of a system wrap
    frees        BIGINT,  -- ever made; likewise
    blocks       BIGINT,  -- allocated and not freed
    bytes        BIGINT   -- of those
);

-- What kinds of block the decoders distinguish.
create table kind (
    kind_id  INTEGER,
    label    VARCHAR,
    rest     VARCHAR   -- what the bytes behind the user data are: slack, or such as trailer
);

-- The states of a block; state_id begins with 0.
create table state (
    state_id  INTEGER,
    label     VARCHAR   -- busy, free or metadata
);

-- What the flags of a block stand for: one row for each combination.
create table flag (
    flags  INTEGER,
    label  VARCHAR   -- comma-separated, empty for 0
);

-- Bytes that contradict a format, or parts that could not be read.
create table anomaly (
    anomaly_id  INTEGER,
    heap_id     INTEGER,  -- NULL when it belongs to no heap
    rule        VARCHAR,  -- such as nt.checksum
    address     UBIGINT,
    severity    VARCHAR,  -- info, warning or error
    confidence  VARCHAR,  -- hint, strong or certain
    summary     VARCHAR,
    expected    VARCHAR,  -- what the format demands, or empty
    actual      VARCHAR,  -- what is there, or empty
    evidence    VARCHAR,  -- the bytes at the address in hexadecimal, or empty
    source      VARCHAR   -- identity of the decoder or resolver
);

-- What rules conclude from blocks and anomalies.
create table finding (
    finding_id   INTEGER,
    heap_id      INTEGER,  -- NULL when it is about more than one heap
    rule         VARCHAR,
    address      UBIGINT,  -- 0 when it is about no single address
    severity     VARCHAR,
    confidence   VARCHAR,
    summary      VARCHAR,  -- one sentence
    explanation  VARCHAR,
    advice       VARCHAR,  -- what to do next, or empty
    evidence     VARCHAR,
    source       VARCHAR   -- identity of the rule's plug-in
);

-- Every block of every heap. For people there is the view blocks.
create table block (
    address       UBIGINT,    -- first byte, header included
    size          UBIGINT,    -- header included
    user_address  UBIGINT,    -- first byte for the caller
    user_size     UBIGINT,    -- bytes for the caller
    state         UTINYINT,   -- state.state_id
    kind          USMALLINT,  -- kind.kind_id
    heap_id       INTEGER,
    segment_id    INTEGER,    -- 0 when it lies in no segment
    owner_id      INTEGER,    -- 0 when no owner is known
    flags         UTINYINT    -- flag.flags
);

-- Sums of blocks, computed once when the store is completed.
create table block_total (
    heap_id     INTEGER,
    owner_id    INTEGER,  -- 0 when no owner is known
    kind_id     INTEGER,
    state_id    INTEGER,
    blocks      BIGINT,
    bytes       UBIGINT,  -- sum of size; stops at 2^64 - 1
    user_bytes  UBIGINT,  -- sum of user_size; stops at 2^64 - 1
    largest     UBIGINT,  -- greatest size
    flags       UTINYINT  -- those that any of the blocks has
);

-- Sums of a heap, computed once when the store is completed; every heap has a row.
create table heap_total (
    heap_id            INTEGER,
    busy_count         BIGINT,
    busy_bytes         UBIGINT,
    busy_user_bytes    UBIGINT,
    free_count         BIGINT,
    free_bytes         UBIGINT,
    largest_free       UBIGINT,
    metadata_count     BIGINT,
    metadata_bytes     UBIGINT,
    reserved_bytes     UBIGINT,  -- of all segments
    uncommitted_bytes  UBIGINT,
    unknown_bytes      UBIGINT   -- in gaps that are not merely uncommitted
);

-- The confidence of an owner, not above that of its blocks: of a header that may be none nothing is certain.
create macro not_above(of_owner, of_blocks) as case
    when (select list(label like '%found (hint)%' order by flags) from flag)[of_blocks + 1] then 'hint'
    when (select list(label like '%found (strong)%' order by flags) from flag)[of_blocks + 1]
        and of_owner = 'certain' then 'strong'
    else of_owner
end;

-- The blocks, for people; --where is about these columns.
--
-- Texts come from lists that are indexed by the identifier, not from joins: what a query does not
-- use costs it nothing. Counting the large ones of 20 million blocks takes 30 instead of 320 ms.
create view blocks as
select
    b.address,
    b.size,
    b.user_address,
    b.user_size,
    (select list(label order by state_id) from state)[b.state + 1] as state,
    (select list(label order by kind_id) from kind)[b.kind] as kind,
    (select list(address order by heap_id) from heap)[b.heap_id] as heap,
    (select list(label order by owner_id) from owner)[b.owner_id] as owner,
    (select list(kind order by owner_id) from owner)[b.owner_id] as owner_kind,
    case when b.owner_id > 0 then not_above(
        (select list(confidence order by owner_id) from owner)[b.owner_id], b.flags) end as owner_confidence,
    (select list(label order by flags) from flag)[b.flags + 1] as flags,
    (select list(pid order by heap_id) from heap left join process using (process_id))[b.heap_id] as pid,
    b.rowid as block_id,
    b.heap_id,
    b.segment_id,
    nullif(b.owner_id, 0) as owner_id,
    b.state as state_id,
    b.kind as kind_id,
    b.flags as flag_bits
from block b;

-- The heaps with their sums.
create view heaps as
select
    h.address as heap,
    h.kind,
    h.name,
    p.pid,
    h.architecture,
    h.status,
    t.busy_count,
    t.busy_bytes,
    t.busy_user_bytes,
    t.free_count,
    t.free_bytes,
    t.largest_free,
    t.metadata_count,
    t.metadata_bytes,
    t.reserved_bytes,
    t.uncommitted_bytes,
    t.unknown_bytes,
    -- the share of the reserved range whose contents are known
    case when t.reserved_bytes > 0
        then greatest(0, 1 - t.unknown_bytes::double / t.reserved_bytes::double) end as coverage,
    h.layout,
    h.origin,
    h.note,
    h.decoder,
    h.heap_id
from heap h
left join heap_total t using (heap_id)
left join process p using (process_id);

-- Which rows of owner stand for the same one: an owner whose blocks are not all equally sure has a
-- row for each confidence. The one with the least confidence stands for all of them.
create view same_owner as
select
    owner_id,
    first_value(owner_id) over (
        partition by kind, key, label
        order by case confidence when 'hint' then 0 when 'strong' then 1 else 2 end, owner_id
    ) as first_id
from owner;

-- Who holds how much in which heap; the row without owner stands for blocks of unknown owner.
-- An owner is one row, whatever confidences its blocks have: see same_owner.
create view heap_owners as
select
    h.address as heap,
    p.pid,
    o.label as owner,
    o.kind,
    o.key,
    coalesce(sum(t.blocks) filter (where t.state_id = 0), 0)::bigint as count,
    least(coalesce(sum(t.bytes) filter (where t.state_id = 0), 0), 18446744073709551615)::ubigint as bytes,
    least(coalesce(sum(t.user_bytes) filter (where t.state_id = 0), 0), 18446744073709551615)::ubigint as user_bytes,
    coalesce(sum(t.blocks) filter (where t.state_id = 1), 0)::bigint as free_count,
    least(coalesce(sum(t.bytes) filter (where t.state_id = 1), 0), 18446744073709551615)::ubigint as free_bytes,
    h.heap_id,
    o.owner_id,
    bit_or(t.flags) as flag_bits,  -- those that any of the blocks has
    not_above(o.confidence, bit_or(t.flags)) as confidence
from block_total t
join heap h using (heap_id)
left join process p using (process_id)
left join same_owner s on s.owner_id = t.owner_id
left join owner o on o.owner_id = s.first_id
where t.state_id in (0, 1)
group by h.address, p.pid, o.label, o.kind, o.key, o.confidence, h.heap_id, o.owner_id;

-- Who holds how much: busy blocks, and the free blocks that still name an owner. The row without
-- owner stands for busy blocks of unknown owner, so that the shares of all rows add up to 1.
-- Confidence and evidence are the least that the dump has for the owner, or for one of its blocks.
create view owners as
select
    owner,
    o.kind,
    o.key,
    sum(count)::bigint as count,
    least(sum(bytes), 18446744073709551615)::ubigint as bytes,
    least(sum(user_bytes), 18446744073709551615)::ubigint as user_bytes,
    -- of the bytes of all busy blocks
    sum(bytes)::double / nullif(sum(sum(bytes)) over (), 0)::double as share,
    sum(free_count)::bigint as free_count,
    least(sum(free_bytes), 18446744073709551615)::ubigint as free_bytes,
    o.description,
    not_above(o.confidence, bit_or(flag_bits)) as confidence,
    o.evidence,
    owner_id
from heap_owners
left join owner o using (owner_id)
group by owner, o.kind, o.key, o.description, o.confidence, o.evidence, owner_id
having owner_id is not null or sum(count) > 0;
