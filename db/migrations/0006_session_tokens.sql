-- Up Migration
-- A session's token is stored as its SHA-256 from now on: who reads this table cannot use a session.
-- Sessions that are open go on, because the digest of what their cookies hold is what stands here now.
update auth_session set token = encode(sha256(convert_to(token, 'UTF8')), 'hex');

-- Down Migration
