import * as vscode from 'vscode';
import { schemes } from '../../ids';

/**
 * The addresses of the documents that live in the database. Each holds an id, which alone says what the document is,
 * and a name, which is what its tab shows. The names in an address may be out of date.
 */

const blockRoot = 'llm-blocks';
const responseRoot = 'llm-responses';
/** A name in an address is for the eye: what is longer than this many characters is cut. */
const longestName = 120;

/** What a preview shows. */
export type Preview =
  /** A payload as it would be sent. */
  | { readonly kind: 'payload'; readonly id: number }
  /** The prompt that was sent for the response with this id. */
  | { readonly kind: 'prompt'; readonly id: number };

/** The address of a block's document. */
export function blockUri(id: number, title: string): vscode.Uri {
  return address(schemes.block, `/${blockRoot}/${id}/${nameInAddress(title)}`);
}

/** The block that a document shows; undefined when it is not a block's document. */
export function blockIdOf(uri: vscode.Uri): number | undefined {
  return uri.scheme === schemes.block ? idIn(uri, blockRoot) : undefined;
}

/**
 * The title that an address of a block spells out. Replacements are undone as far as they can be: what the database
 * says counts wherever `nameInAddress` of it is the same.
 */
export function titleIn(uri: vscode.Uri): string {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return name.replaceAll(substitutes['/'], '/').replaceAll(substitutes['\\'], '\\');
}

/** The address of a response's document. */
export function responseUri(id: number, payloadName: string, runId: number): vscode.Uri {
  return address(schemes.response, `/${responseRoot}/${id}/${nameInAddress(payloadName)} · run ${runId}.md`);
}

/** The response that a document shows; undefined when it is not a response's document. */
export function responseIdOf(uri: vscode.Uri): number | undefined {
  return uri.scheme === schemes.response ? idIn(uri, responseRoot) : undefined;
}

/** The address of the preview of a payload: the text that would be sent now. */
export function payloadPreviewUri(id: number, name: string): vscode.Uri {
  return address(schemes.preview, `/payload/${id}/${nameInAddress(name)} (preview).md`);
}

/** The address of the prompt that was sent for a response. */
export function promptUri(responseId: number, payloadName: string, runId: number): vscode.Uri {
  return address(schemes.preview, `/prompt/${responseId}/${nameInAddress(payloadName)} · run ${runId} (prompt).md`);
}

/** What a preview's document shows; undefined when it is not one. */
export function previewOf(uri: vscode.Uri): Preview | undefined {
  if (uri.scheme !== schemes.preview) {
    return undefined;
  }
  for (const kind of ['payload', 'prompt'] as const) {
    const id = idIn(uri, kind);
    if (id !== undefined) {
      return { kind, id };
    }
  }
  return undefined;
}

/**
 * A name as one part of a path: `/` and `\` become look-alikes, what cannot be shown or encoded is replaced, and a name
 * that a path would swallow (empty, `.` and `..`) is made visible.
 */
export function nameInAddress(name: string): string {
  const visible = name
    .replaceAll('/', substitutes['/'])
    .replaceAll('\\', substitutes['\\'])
    .replace(/\p{Surrogate}/gu, '\u{fffd}') // half a character cannot be percent-encoded
    .replace(/[\p{Cc}\u{2028}\u{2029}]+/gu, ' ')
    .trim();
  const characters = Array.from(visible);
  const short = characters.length > longestName ? `${characters.slice(0, longestName - 1).join('')}…` : visible;
  return /^\.*$/.test(short) ? `${short.replaceAll('.', '․')}_` : short;
}

const substitutes = { '/': '∕', '\\': '⧵' } as const;

function address(scheme: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path });
}

/** The number after the root folder of an address; `/root/12/anything` and `/root/12`. */
function idIn(uri: vscode.Uri, root: string): number | undefined {
  const [, first, id] = uri.path.split('/');
  return first === root && id !== undefined && /^[1-9]\d{0,15}$/.test(id) ? Number(id) : undefined;
}
