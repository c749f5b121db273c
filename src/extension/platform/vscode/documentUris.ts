import * as vscode from 'vscode';
import { schemes } from '../../ids';
import { nameInAddress } from './nameInAddress';

/**
 * The addresses of the documents that live in the database. Each holds an id, which alone says what the document is,
 * and a name, which is what its tab shows. The names in an address may be out of date.
 */

const blockRoot = 'llm-blocks';
const responseRoot = 'llm-responses';

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

/** The title that the address of a block spells out; the database may know a longer or a newer one. */
export function titleIn(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
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

function address(scheme: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path });
}

/** The number in an address of the shape `/root/12/name`. */
function idIn(uri: vscode.Uri, root: string): number | undefined {
  const [, first, id, name, ...rest] = uri.path.split('/');
  if (first !== root || id === undefined || !name || rest.length > 0) {
    return undefined;
  }
  return /^[1-9]\d{0,15}$/.test(id) ? Number(id) : undefined;
}
