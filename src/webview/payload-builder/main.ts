import { payloadBuilderPage } from '../../shared/protocol/payloadBuilder';
import type { Outcome, PayloadBuilderHost, PayloadBuilderPage, Snapshot } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { RpcError } from '../../shared/protocol/rpc';
import { Announcer } from '../common/announcer';
import { registerToolkit } from '../common/components/toolkit';
import { guardPage } from '../common/errorBoundary';
import { acquireHost } from '../common/hostSeam';
import { pageStrings } from '../common/pageData';
import { connectToHost } from '../common/rpcClient';
import '../common/page.css';
import type { BuilderActions } from './builderActions';
import { BuilderPage } from './builderPage';
import { StateKeeper } from './keptState';
import { MessageBar } from './messageBar';
import './payloadBuilder.css';
import { listenForUndo } from './undoKeys';

const strings = pageStrings() as PayloadBuilderStrings;
const host = acquireHost();
const state = new StateKeeper(host);
const announcer = new Announcer();
const messages = new MessageBar(strings.dismiss);
let page: BuilderPage | undefined;

registerToolkit();
const rpc = connectToHost<PayloadBuilderPage, PayloadBuilderHost>(
  host,
  {},
  {
    // The host is trusted: it is the extension itself.
    snapshot: (snapshot) => page?.show(snapshot as Snapshot | null),
    answer: (answer) => page?.showAnswer(answer as Parameters<BuilderPage['showAnswer']>[0]),
  },
);
guardPage(
  strings,
  (details) => {
    rpc.emit('failed', `${payloadBuilderPage}: ${details}`);
  },
  () => {
    rpc.emit('reload', null);
  },
);

/** Shows why something was not done; what fails unexpectedly on the host's side is a sentence too, not a broken page. */
async function report(outcome: Promise<Outcome | null>): Promise<boolean> {
  try {
    const problem = (await outcome)?.problem ?? null;
    if (problem === null) messages.clear();
    else messages.show(problem);
    return problem === null;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    messages.show(error.message);
    return false;
  }
}

const actions: BuilderActions = {
  edit: (edit) => void report(rpc.request('edit', edit)),
  tryEdit: (edit) => report(rpc.request('edit', edit)),
  check: async (key, typed) => (await rpc.request('check', { key, typed })).problem ?? undefined,
  pickBlocks: () => void report(rpc.request('pickBlocks', null)),
  openBlock: (blockId, start = 0, end = 0) => void report(rpc.request('openBlock', { blockId, start, end })),
  fix: (fix) => {
    if (fix.kind === 'edit') actions.edit(fix.edit);
    else actions.openBlock(fix.blockId, fix.start, fix.end);
  },
  undo: () => void report(rpc.request('undo', null)),
  redo: () => void report(rpc.request('redo', null)),
  copy: () => {
    void report(rpc.request('copy', null)).then((isDone) => {
      if (isDone) announcer.say(strings.copied);
    });
  },
  recognise: () => void report(rpc.request('recognise', null)),
  send: () => void report(rpc.request('send', null)),
  stop: () => void report(rpc.request('stop', null)),
  openAnswer: () => void report(rpc.request('openAnswer', null)),
  announce: (sentence) => {
    announcer.say(sentence);
  },
};

listenForUndo(actions);
void begin(); // what it throws is shown by the guard

async function begin(): Promise<void> {
  const opened = await rpc.request('open', null);
  if (opened.snapshot !== null) state.keep({ payloadId: opened.snapshot.payloadId });
  page = new BuilderPage(opened, strings, actions, state, messages);
  document.body.replaceChildren(page.element, announcer.element);
}
