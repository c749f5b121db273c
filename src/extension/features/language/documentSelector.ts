import type * as vscode from 'vscode';
import { promptLanguageId, schemes, vscodePromptLanguageId } from '../../ids';

/** Where references are completed and looked up: block documents, `*.llmprompt` and VS Code's own `*.prompt.md`. */
export const referenceDocuments: vscode.DocumentSelector = [
  { language: promptLanguageId },
  { language: vscodePromptLanguageId },
  { scheme: schemes.block },
];
