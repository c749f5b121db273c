import fc from 'fast-check';

const piece = fc.constantFrom(
  '{',
  '}',
  '{{',
  '}}',
  '\\',
  '\n',
  '\r',
  ' ',
  'a',
  'b',
  '#',
  '$',
  'block:',
  'response:',
  'previous',
  '/',
  '"',
  ',',
  '😀',
  '{{#a}}',
  '{{a}}',
  '\\{{',
);

/** Texts in which everything the grammar knows stands next to everything else. */
export const textWithBraces = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));
