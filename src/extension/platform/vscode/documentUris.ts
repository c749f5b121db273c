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
  | { readonly kind: 'prompt'; readonly id: number }
  /** What the model thought before the response with this id. */
  | { readonly kind: 'thinking'; readonly id: number }
  /** The steps of a run as a table. */
  | { readonly kind: 'run'; readonly id: number }
  /** Several runs as tables. */
  | { readonly kind: 'comparison'; readonly ids: readonly number[] };

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

/** The address of what the model thought before it answered. */
export function thinkingUri(responseId: number, payloadName: string, runId: number): vscode.Uri {
  return address(schemes.preview, `/thinking/${responseId}/${nameInAddress(payloadName)} · run ${runId} (thinking).md`);
}

/** The address of the table of a run's steps. */
export function runTableUri(id: number, workflowName: string): vscode.Uri {
  return address(schemes.preview, `/run/${id}/${nameInAddress(workflowName)} · run ${id} (table).md`);
}

/** The address of the comparison of several runs. */
export function comparisonUri(ids: readonly number[]): vscode.Uri {
  return address(schemes.preview, `/comparison/${ids.join(',')}/${nameInAddress(`Runs ${ids.join(', ')}`)}.md`);
}

/** What a preview's document shows; undefined when it is not one. */
export function previewOf(uri: vscode.Uri): Preview | undefined {
  if (uri.scheme !== schemes.preview) {
    return undefined;
  }
  for (const kind of ['payload', 'prompt', 'thinking', 'run'] as const) {
    const id = idIn(uri, kind);
    if (id !== undefined) {
      return { kind, id };
    }
  }
  const ids = idsIn(uri, 'comparison');
  return ids && { kind: 'comparison', ids };
}

function address(scheme: string, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path });
}

/** The number in an address of the shape `/root/12/name`. */
function idIn(uri: vscode.Uri, root: string): number | undefined {
  const ids = idsIn(uri, root);
  return ids?.length === 1 ? ids[0] : undefined;
}

/** The numbers in an address of the shape `/root/12,13/name`. */
function idsIn(uri: vscode.Uri, root: string): readonly number[] | undefined {
  const [, first, ids, name, ...rest] = uri.path.split('/');
  if (first !== root || ids === undefined || !name || rest.length > 0) {
    return undefined;
  }
  const numbers = ids.split(',');
  return numbers.every((id) => /^[1-9]\d{0,15}$/.test(id)) ? numbers.map(Number) : undefined;
}
