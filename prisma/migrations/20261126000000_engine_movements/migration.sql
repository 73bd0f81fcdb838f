-- What an engine gave for a transaction, and what it moved by itself, repeated in our books.
ALTER TYPE request_kind ADD VALUE 'MIRROR_EARNING';
ALTER TYPE request_kind ADD VALUE 'MIRROR_MOVEMENT';
