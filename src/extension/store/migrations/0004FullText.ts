import { MERGE_FULL_TEXT, REBUILD_FULL_TEXT } from '../fullText';
import type { Migration } from './migration';

/** Whether a change of a block concerns what is indexed. A block may also get another id. */
const CONCERNED = `old.rowid IS NOT new.rowid OR old.title IS NOT new.title
    OR old.tags IS NOT new.tags OR old.content IS NOT new.content`;

const REMOVE = 'DELETE FROM blocks_full_text WHERE docid = old.rowid';

const ADD = `INSERT INTO blocks_full_text (docid, title, tags, content)
    VALUES (new.rowid, new.title, new.tags, new.content)`;

/**
 * An index of the words in blocks (https://www.sqlite.org/fts3.html), which holds no copy of the texts: what it removes
 * it finds by the texts that are still there, so before they change. Without the sizes of texts, which only ranking
 * needs.
 */
const SCHEMA = `
CREATE VIRTUAL TABLE blocks_full_text USING fts4 (
    content="blocks", title, tags, content, matchinfo=fts3, tokenize=unicode61
);
CREATE TRIGGER blocks_full_text_insert AFTER INSERT ON blocks BEGIN
    ${ADD};
END;
CREATE TRIGGER blocks_full_text_delete BEFORE DELETE ON blocks BEGIN
    ${REMOVE};
END;
CREATE TRIGGER blocks_full_text_before BEFORE UPDATE ON blocks WHEN ${CONCERNED} BEGIN
    ${REMOVE};
END;
CREATE TRIGGER blocks_full_text_after AFTER UPDATE ON blocks WHEN ${CONCERNED} BEGIN
    ${ADD};
END;
${REBUILD_FULL_TEXT};
${MERGE_FULL_TEXT};
`;

/** Adds the index of the words in blocks. */
export const fullText: Migration = {
  version: 4,
  title: 'full-text search',
  up: (connection) => {
    connection.execute(SCHEMA);
  },
};
