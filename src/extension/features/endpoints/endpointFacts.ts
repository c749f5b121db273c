import * as vscode from 'vscode';
import type { EndpointQueue } from '../../domain/ports/queueRepository';
import { localize } from '../../platform/vscode/localize';
import { formatRelativeTime } from '../../platform/vscode/localTime';
import type { ListedEndpoint } from './endpointList';
import type { EndpointState } from './endpointStates';
import { queueText, stateText } from './endpointText';

/** One thing that is known of an endpoint. */
export interface EndpointFact {
  /** Tells it from the other facts of the endpoint. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly icon: string;
}

/** How many models are named before the rest is counted. */
const MOST_MODELS = 12;

/** Everything that is known of an endpoint, in the order in which it is shown. */
export function endpointFacts(
  { payloads }: ListedEndpoint,
  state: EndpointState,
  queue: EndpointQueue | undefined,
  hasKey: boolean,
  now: number,
): readonly EndpointFact[] {
  const { t } = vscode.l10n;
  const about = state.kind === 'found' ? state.server : undefined;
  const words = stateText(state);
  const waiting = queueText(queue);
  const facts: (EndpointFact | undefined)[] = [
    fact('server', t('Server'), about?.server, 'server'),
    fact('model', t('Model'), about?.model, 'hubot'),
    fact('models', t('Models'), about?.models && modelsText(about.models), 'list-unordered'),
    fact('context', t('Context'), about?.contextSize && t('{0} tokens', about.contextSize), 'symbol-ruler'),
    fact('format', t('Model Format'), formatText(state), 'symbol-structure'),
    fact('slots', t('Slots'), about?.slots && String(about.slots), 'layers'),
    fact('state', t('State'), words && localize(words), 'pulse'),
    fact('problem', t('Problem'), state.kind === 'failed' ? localize(state.sentence) : undefined, 'warning'),
    fact('queue', t('Queue'), waiting && localize(waiting), 'clock'),
    fact('key', t('Access Key'), keyText(about?.needsKey === true, hasKey), 'key'),
    fact('payloads', t('Payloads'), payloads.length === 0 ? undefined : payloads.join(', '), 'package'),
    fact('asked', t('Asked'), askedText(state, now), 'history'),
  ];
  return facts.filter((one) => one !== undefined);
}

/** The template is the server's own business with messages; its name helps whoever sends texts. */
function formatText(state: EndpointState): string | undefined {
  if (state.kind !== 'found' || state.server.chatTemplate === undefined) return undefined;
  return state.server.modelFormat ?? vscode.l10n.t("the model's own, none of the list");
}

function keyText(needsKey: boolean, hasKey: boolean): string | undefined {
  if (hasKey) return vscode.l10n.t('kept, sent with every request there');
  return needsKey ? vscode.l10n.t('wanted, none is kept') : undefined;
}

function askedText(state: EndpointState, now: number): string | undefined {
  if (state.kind === 'unasked') return vscode.l10n.t('not yet');
  return state.kind === 'asking' ? undefined : formatRelativeTime(state.askedAt, now, vscode.env.language);
}

function modelsText(models: readonly string[]): string | undefined {
  if (models.length < 2) return undefined; // it stands above already
  const shown = models.slice(0, MOST_MODELS).join(', ');
  return models.length > MOST_MODELS ? vscode.l10n.t('{0} and {1} more', shown, models.length - MOST_MODELS) : shown;
}

function fact(name: string, label: string, value: string | 0 | undefined, icon: string): EndpointFact | undefined {
  return value === undefined || value === 0 || value === '' ? undefined : { name, label, value, icon };
}
