/**
 * Characters that no name may contain. Braces would end a reference to the name; control characters and line
 * separators cannot stand in one line of text; half a surrogate pair does not survive UTF-8.
 */
export const FORBIDDEN_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}{}]/u;
