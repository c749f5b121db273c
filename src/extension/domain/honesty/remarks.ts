import type { ResponseSummary } from '../../../shared/model/run';
import { text, type Text } from '../../../shared/model/text';
import { isSameModel } from './sameModel';

/** What a person should know about a response before relying on it. */
export type RemarkKind =
  /** The server read less of the prompt than was sent. */
  | 'contextCut'
  /** The answer stops where prompt and answer filled the context. */
  | 'contextFull'
  /** The answer stops at the response length. */
  | 'lengthLimit'
  /** The server says that it left something out, and not what. */
  | 'truncated'
  | 'empty'
  /** The server went on behind a stop string. */
  | 'stopStringInText'
  /** A model wrote that was not asked for. */
  | 'otherModel'
  /** Settings that were made and not sent. */
  | 'ignoredSettings'
  /** Settings that were sent and not kept to. */
  | 'disregardedSettings'
  /** A stop string ended the answer. */
  | 'stopString'
  /** What the model thought was taken out of the answer. */
  | 'thinking';

/** One thing to know about a response. */
export interface Remark {
  readonly kind: RemarkKind;
  /** A warning says that the response may not be what was asked for. */
  readonly severity: 'warning' | 'information';
  readonly sentence: Text;
}

/** What remarks are made of. */
export type RemarkedResponse = Pick<ResponseSummary, 'partial' | 'finishReason' | 'size' | 'thinkingSize' | 'metadata'>;

/** How much smaller than an estimate a count has to be to tell of a cut: estimates are rough. */
const CERTAINLY_LESS = 0.4;
/** Below this an estimate is mostly template. */
const SMALLEST_ESTIMATE = 200;

/** What a person should know about a response, the weightiest first; mostly nothing. */
export function remarksOf(response: RemarkedResponse): readonly Remark[] {
  const rules = [
    ...[contextCut, ending, empty, stopStringInText, otherModel, ignoredSettings, disregardedSettings],
    ...[stopString, thinking],
  ];
  return rules.map((rule) => rule(response)).filter((remark) => remark !== undefined);
}

type Rule = (response: RemarkedResponse) => Remark | undefined;

const contextCut: Rule = ({ metadata }) => {
  const { promptTokens, sentTokens, estimatedTokens, contextSize } = metadata;
  if (promptTokens === undefined) return undefined;
  if (sentTokens !== undefined) {
    if (promptTokens >= sentTokens) return undefined;
    const [used, sent, lost] = [promptTokens, sentTokens, sentTokens - promptTokens];
    return warning(
      'contextCut',
      contextSize === undefined
        ? text(
            'The server read {0} of the {1} tokens that were sent and left out {2}. Shorten the prompt, or start the server with a larger context.',
            used,
            sent,
            lost,
          )
        : text(
            'The server read {0} of the {1} tokens that were sent and left out {2}: prompt and answer have to fit into {3}. Shorten the prompt, or start the server with a larger context.',
            used,
            sent,
            lost,
            contextSize,
          ),
    );
  }
  // 0 is no count: servers leave out what they had in their cache.
  const isCut =
    estimatedTokens !== undefined &&
    estimatedTokens >= SMALLEST_ESTIMATE &&
    promptTokens > 0 &&
    promptTokens < estimatedTokens * CERTAINLY_LESS;
  return isCut
    ? warning(
        'contextCut',
        text(
          'The server counted {0} tokens in a text of about {1}: it seems to have left out a part. Shorten the prompt, or give the model a larger context.',
          promptTokens,
          estimatedTokens,
        ),
      )
    : undefined;
};

const ending: Rule = ({ partial, finishReason, metadata }) => {
  const { promptTokens, completionTokens, contextSize, truncated, responseLength } = metadata;
  const { disregardedSettings: disregarded = [] } = metadata;
  if (partial) return undefined;
  if (finishReason !== 'length') {
    return truncated === true
      ? warning('truncated', text('The server says that it left out part of the prompt or of the answer.'))
      : undefined;
  }
  const total = (promptTokens ?? 0) + (completionTokens ?? 0);
  const isFull = contextSize !== undefined && promptTokens !== undefined && total >= contextSize;
  const isShort = completionTokens === undefined || completionTokens < responseLength;
  const isLong = completionTokens !== undefined && disregarded.includes('response_length');
  if ((isShort || isLong) && (truncated === true || isFull)) {
    return warning(
      'contextFull',
      text(
        'The answer is cut: prompt and answer filled the context of the model. Shorten the prompt, or start the server with a larger context.',
      ),
    );
  }
  if (isLong) {
    return warning(
      'lengthLimit',
      text(
        'The server says that the answer is cut for its length, at {0} tokens where {1} were asked for: by a limit of its own.',
        completionTokens,
        responseLength,
      ),
    );
  }
  return completionTokens !== undefined && isShort
    ? warning(
        'lengthLimit',
        text(
          'The server says that the answer is cut for its length, though it has {0} of {1} tokens: a limit of the server or a stop string may have ended it.',
          completionTokens,
          responseLength,
        ),
      )
    : warning(
        'lengthLimit',
        text('The answer is cut at the response length of {0} tokens. Raise that in the payload.', responseLength),
      );
};

const empty: Rule = ({ partial, size, thinkingSize }) => {
  if (partial || size > 0) return undefined;
  return warning(
    'empty',
    thinkingSize > 0
      ? text('The answer is empty: the model only thought. Raise the response length.')
      : text('The answer is empty. Check the model format and the stop strings of the payload.'),
  );
};

const stopStringInText: Rule = ({ metadata: { stopString: found, stopStringInText: isInText } }) =>
  isInText === true
    ? warning(
        'stopStringInText',
        text('The answer holds the stop string {0}: the server did not stop there.', quoted(found ?? '')),
      )
    : undefined;

const otherModel: Rule = ({ metadata: { requestedModel, model } }) =>
  requestedModel !== undefined && model !== undefined && !isSameModel(requestedModel, model)
    ? warning('otherModel', text('The model {0} answered; the payload asks for {1}.', model, requestedModel))
    : undefined;

const ignoredSettings: Rule = ({ metadata: { ignoredSettings: names = [], server } }) =>
  names.length > 0
    ? warning(
        'ignoredSettings',
        text('{0} does not know these settings, so they were not sent: {1}.', server ?? '—', names.join(', ')),
      )
    : undefined;

const disregardedSettings: Rule = ({ metadata: { disregardedSettings: names = [], server } }) =>
  names.length > 0
    ? warning(
        'disregardedSettings',
        text('{0} was sent these settings and did not keep to them: {1}.', server ?? '—', names.join(', ')),
      )
    : undefined;

const stopString: Rule = ({ partial, finishReason, metadata }) => {
  const { stopString: found, stopStringInText: isInText, provider } = metadata;
  if (partial || found === undefined || isInText === true || finishReason !== 'stop') return undefined;
  return information(
    'stopString',
    provider === 'koboldcpp'
      ? text('The stop string {0} ended the answer, though KoboldCpp speaks of its length.', quoted(found))
      : text('The stop string {0} ended the answer.', quoted(found)),
  );
};

const thinking: Rule = ({ thinkingSize }) =>
  thinkingSize > 0
    ? information(
        'thinking',
        text('What the model thought before its answer is kept apart from it and goes into no other prompt.'),
      )
    : undefined;

function warning(kind: RemarkKind, sentence: Text): Remark {
  return { kind, severity: 'warning', sentence };
}

function information(kind: RemarkKind, sentence: Text): Remark {
  return { kind, severity: 'information', sentence };
}

/** Stop strings are often nothing but line ends. */
function quoted(stop: string): string {
  return JSON.stringify(stop);
}
