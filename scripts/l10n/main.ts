// Writes l10n/bundle.l10n.json, the list of sentences that translators work from: `npm run l10n`.
import { writeFileSync } from 'node:fs';
import { collectTexts } from './collectTexts';

const { messages } = collectTexts('src');
const bundle = Object.fromEntries(messages.map((message) => [message, message]));
writeFileSync('l10n/bundle.l10n.json', `${JSON.stringify(bundle, null, 2)}\n`);
console.log(`l10n/bundle.l10n.json: ${messages.length} sentences`);
