import * as v from 'valibot';

/** Null counts as absent: servers write either. */
function absentOr<Schema extends v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>>(schema: Schema) {
  return v.pipe(
    v.nullish(schema),
    v.transform((value) => value ?? undefined),
  );
}

/** A count of tokens; anything else is as if the server had said nothing. */
export const tokenCount = v.fallback(absentOr(v.pipe(v.number(), v.integer(), v.minValue(0))), undefined);

/** A number; anything else is as if the server had said nothing. */
export const maybeNumber = v.fallback(absentOr(v.number()), undefined);

/** A text that may be absent or null; anything else is not the protocol. */
export const maybeText = absentOr(v.string());

/** A name for people; anything else is as if the server had said nothing. */
export const maybeName = v.fallback(absentOr(v.pipe(v.string(), v.minLength(1), v.maxLength(1000))), undefined);
