import type { Engine } from './engine';
import { openOurs } from './ours';

const TRIGGERS = ['insert', 'delete', 'before', 'after'].map((name) => `blocks_full_text_${name}`);

const DROP_TRIGGERS = TRIGGERS.map((name) => `DROP TRIGGER ${name};`).join('\n');

/** Takes the index of words out of a library: `node-sqlite3-wasm` has no FTS4, so that it could not write blocks. */
export async function removeFullText(path: string): Promise<void> {
  const engine = await openOurs(path);
  await engine.execute(`${DROP_TRIGGERS} DROP TABLE blocks_full_text`);
  engine.close();
}

/** The same index by FTS5, for an engine without FTS4. Its own way of keeping no copy of the texts. */
const FTS5 = `
CREATE VIRTUAL TABLE reference_text USING fts5 (title, tags, content, content='blocks', content_rowid='id');
CREATE TRIGGER reference_text_insert AFTER INSERT ON blocks BEGIN
    INSERT INTO reference_text (rowid, title, tags, content) VALUES (new.id, new.title, new.tags, new.content);
END;
INSERT INTO reference_text (reference_text) VALUES ('rebuild');
`;

const MATCH = 'SELECT docid FROM blocks_full_text WHERE blocks_full_text MATCH ?';
const MATCH5 = 'SELECT rowid FROM reference_text WHERE reference_text MATCH ?';

/** Makes sure that an engine keeps an index of words; the statement that searches in it for an expression. */
export async function withFullText(engine: Engine): Promise<string> {
  try {
    engine.query(MATCH, ['nothing']);
    return MATCH;
  } catch {
    await engine.execute(DROP_TRIGGERS + FTS5);
    return MATCH5;
  }
}
