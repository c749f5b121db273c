import assert from 'node:assert/strict';
import {
  GenerationError,
  type GenerationEnd,
  type GenerationStart,
  type Message,
} from '../../src/extension/domain/ports/modelServer';
import type { HttpLimits } from '../../src/extension/llm/httpLimits';
import { ModelServers } from '../../src/extension/llm/modelServers';
import { nullLog } from '../../src/extension/platform/ports/log';
import { nullSecrets, type Secrets } from '../../src/extension/platform/ports/secrets';
import type { PayloadSettings } from '../../src/shared/model/payload';
import type { StepLimits } from '../../src/shared/model/workflow';

/** Settings of a payload for a port, greedy and short unless said. */
export function settingsFor(port: number, changes: Partial<PayloadSettings> = {}): PayloadSettings {
  return {
    temperature: 0,
    responseLength: 12,
    port,
    host: null,
    modelFormat: 'default',
    provider: null,
    model: null,
    parameters: {},
    flow: 'auto',
    ...changes,
  };
}

/** What a generation reported and how it ended. */
export interface Outcome {
  readonly starts: readonly GenerationStart[];
  readonly pieces: readonly string[];
  readonly text: string;
  readonly thinking: string;
  readonly end: GenerationEnd | undefined;
  readonly error: GenerationError | undefined;
}

/** A request for `generating`. */
export interface Asked {
  readonly host?: string;
  readonly settings: PayloadSettings;
  readonly messages?: readonly Message[];
  readonly limits?: HttpLimits;
  /** The limits of this request alone. */
  readonly ownLimits?: StepLimits;
  readonly signal?: AbortSignal;
  readonly onText?: (textSoFar: string) => void;
  readonly servers?: ModelServers;
}

const LIMITS: HttpLimits = { connect: 10_000, silence: 20_000 };

/** Model servers with a real clock. */
export function modelServers(limits: HttpLimits = LIMITS, secrets: Pick<Secrets, 'get'> = nullSecrets): ModelServers {
  const clock = { now: () => Date.now(), after: () => ({ dispose: () => undefined }) };
  return new ModelServers({ limits: () => limits, clock, log: nullLog, secrets });
}

/** Generates once and tells everything that came of it. Anything thrown that is no `GenerationError` fails the test. */
export async function generating(asked: Asked): Promise<Outcome> {
  const { host = '127.0.0.1', settings, messages = [{ role: 'user', content: 'Once upon a time' }] } = asked;
  const servers = asked.servers ?? modelServers(asked.limits);
  const starts: GenerationStart[] = [];
  let pieces: string[] = [];
  let thinking = '';
  let end: GenerationEnd | undefined;
  let error: GenerationError | undefined;
  try {
    end = await servers.generate(
      { host, settings, messages, ...(asked.ownLimits && { limits: asked.ownLimits }) },
      {
        started: (start) => void starts.push(start),
        text: (piece) => {
          pieces.push(piece);
          asked.onText?.(pieces.join(''));
        },
        thinking: (piece) => {
          thinking += piece;
        },
        textWasThinking: () => {
          thinking += pieces.join('');
          pieces = [];
        },
      },
      asked.signal ?? new AbortController().signal,
    );
  } catch (thrown) {
    assert.ok(thrown instanceof GenerationError, `thrown instead of a GenerationError: ${String(thrown)}`);
    error = thrown;
  }
  return { starts, pieces, text: pieces.join(''), thinking, end, error };
}
