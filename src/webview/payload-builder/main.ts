import { payloadBuilderPage } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderHost, PayloadPageData, Snapshot } from '../../shared/protocol/payloadBuilder';
import { formatNumber } from '../common/fill';
import { nextTurn } from '../common/nextTurn';
import { startPage } from '../common/startPage';
import { StateKeeper } from '../common/stateKeeper';
import { listenForUndo } from '../common/undoKeys';
import '../common/page.css';
import '../common/builder.css';
import type { BuilderActions } from './builderActions';
import { BuilderPage } from './builderPage';
import { emptyState } from './keptState';
import './payloadBuilder.css';

let page: BuilderPage | undefined;
const { data, host, rpc, announcer, messages, report } = startPage<PayloadPageData, PayloadBuilderHost>(
  payloadBuilderPage,
  {
    // The host is trusted: it is the extension itself.
    snapshot: (snapshot) => page?.show(snapshot as Snapshot | null),
    answer: (answer) => page?.showAnswer(answer as Parameters<BuilderPage['showAnswer']>[0]),
  },
);
const state = new StateKeeper(host, emptyState);

const actions: BuilderActions = {
  edit: (edit) => void report(rpc.request('edit', edit)),
  tryEdit: (edit) => report(rpc.request('edit', edit)),
  check: async (key, typed) => (await rpc.request('check', { key, typed })).problem ?? undefined,
  rest: () => void rpc.request('rest', null),
  pieces: () => rpc.request('pieces', null),
  pickBlocks: () => void report(rpc.request('pickBlocks', null)),
  dropBlocks: (before) => void report(rpc.request('dropBlocks', { before })),
  openBlock: (blockId, start = 0, end = 0) => void report(rpc.request('openBlock', { blockId, start, end })),
  fix: (fix) => {
    if (fix.kind === 'edit') actions.edit(fix.edit);
    else if (fix.kind === 'pickBlocks') actions.pickBlocks();
    else actions.openBlock(fix.blockId, fix.start, fix.end);
  },
  chooseRun: () => void report(rpc.request('chooseRun', null)),
  forgetRun: () => void rpc.request('forgetRun', null),
  undo: () => void report(rpc.request('undo', null)),
  redo: () => void report(rpc.request('redo', null)),
  copy: () => {
    void report(rpc.request('copy', null)).then((isDone) => {
      if (isDone) announcer.say(data.strings.copied);
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
  const { runId, scroll } = state.current;
  const opening = rpc.request('open', { runId, whole: scroll.edit > 0 || scroll.preview > 0 });
  await nextTurn(); // the question leaves before the page is made
  const made = new BuilderPage(data, actions, state, messages);
  document.body.replaceChildren(made.element, announcer.element);
  formatNumber(0); // the first number takes long
  const opened = await opening;
  if (opened.snapshot !== null) state.keep({ payloadId: opened.snapshot.payloadId });
  made.begin(opened);
  page = made;
}
