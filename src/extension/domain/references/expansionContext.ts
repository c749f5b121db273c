import type { ReferencedBlock } from './library';

/** What is known of a response that a text refers to. */
export type ResponseLookup =
  /** It is there. The name is that of the payload that gave it. */
  | { readonly state: 'answered'; readonly text: string; readonly payloadName?: string }
  /** The payload exists, but no earlier step of this workflow or run answers it. */
  | { readonly state: 'later' }
  /** An earlier step will answer it: planning or preview. The label stands in its place. */
  | { readonly state: 'pending'; readonly label: string }
  /** There is no such payload; for the previous response, no step before. */
  | { readonly state: 'unknown' };

/** Everything that expansion asks for. All of it is loaded before, so that expansion is a pure function. */
export interface ExpansionContext {
  /** All blocks with exactly that tag, by folder path, then title. */
  blocksByTag(tag: string): readonly ReferencedBlock[];
  /** The block at `Folder/Title`. */
  blockByPath(path: string): ReferencedBlock | undefined;
  /** The nearest earlier response of the payload of that name. */
  response(payloadName: string): ResponseLookup;
  /** The nearest earlier response of the payload with that id, for blocks that are response slots. */
  responseOfPayload(id: number): ResponseLookup;
  /** The response just before. */
  previous(): ResponseLookup;
  /** Whether a payload has that name. */
  isPayload(name: string): boolean;
  /** The value of a variable of the workflow. */
  variable(name: string): string | undefined;
}
