/** Makes the index of words anew from the blocks, https://www.sqlite.org/fts3.html#commands */
export const REBUILD_FULL_TEXT = "INSERT INTO blocks_full_text (blocks_full_text) VALUES ('rebuild')";

/**
 * Has the index put its pieces together after transactions that store much: searching takes longer the more there are.
 * https://www.sqlite.org/fts3.html#automerge
 */
export const MERGE_FULL_TEXT = "INSERT INTO blocks_full_text (blocks_full_text) VALUES ('automerge=2')";

/** Fails with reason `corrupt` when the index of words is not that of the blocks. */
export const CHECK_FULL_TEXT = "INSERT INTO blocks_full_text (blocks_full_text) VALUES ('integrity-check')";

/** Whether a fault that SQLite tells is one of the index of words: that it is not that of the blocks, or cannot be read. */
export function isFullTextFault(fault: string): boolean {
  return /^(malformed|unable to validate the) inverted index for FTS\d table .*\bblocks_full_text\b/.test(fault);
}

/** The ids of the blocks that match an expression, in order. */
export const SEARCH_FULL_TEXT = `SELECT block.id FROM blocks_full_text AS found
  CROSS JOIN blocks AS block ON block.rowid = found.docid
  WHERE found.blocks_full_text MATCH ? ORDER BY found.docid`;

/** More are left out: SQLite refuses expressions that are too deep, and nobody types that many. */
const MOST_TERMS = 64;

/** A longer phrase is cut to so many UTF-16 units. */
const LONGEST_TERM = 1000;

/** A phrase between quotation marks, or a word. */
const TERM = /"([^"]*)"?|([^\s"]+)/gu;

/** What the index takes for parts of words. It knows an older Unicode: it may see no word where we see one. */
const HAS_WORD = /[\p{L}\p{N}\p{Co}]/u;

/** What has a meaning inside a phrase of the index. */
const SPECIAL = /[*^"\0]/gu;

/**
 * An expression for blocks in which all the words occur: a word that ends with `*` for all that begin so, words between
 * quotation marks as a phrase. Any text is fine; undefined when there is no word in it.
 */
export function fullTextExpression(text: string): string | undefined {
  const terms: string[] = [];
  for (const [, phrase, word = ''] of text.matchAll(TERM)) {
    const words = (phrase ?? word).slice(0, LONGEST_TERM);
    const plain = words.replace(SPECIAL, ' ').trimEnd();
    if (!HAS_WORD.test(plain)) continue;
    // The sign counts only behind a letter or digit: elsewhere it would stand behind no word.
    const isBeginning = words.trimEnd().endsWith('*') && /[\p{L}\p{N}\p{Co}]$/u.test(plain);
    terms.push(`"${plain}${isBeginning ? '*' : ''}"`);
    if (terms.length === MOST_TERMS) break;
  }
  return terms.length === 0 ? undefined : terms.join(' ');
}
