import {
  workflowBuilderPage,
  type RunState,
  type Snapshot,
  type WorkflowBuilderHost,
  type WorkflowPageData,
} from '../../shared/protocol/workflowBuilder';
import { keepFocus } from '../common/keepFocus';
import { startPage } from '../common/startPage';
import { StateKeeper } from '../common/stateKeeper';
import { isTyping, listenForUndo } from '../common/undoKeys';
import '../common/page.css';
import '../common/builder.css';
import type { BuilderActions } from './builderActions';
import { BuilderPage } from './builderPage';
import { emptyState } from './keptState';
import './workflowBuilder.css';

let page: BuilderPage | undefined;
const { data, host, rpc, announcer, messages, report } = startPage<WorkflowPageData, WorkflowBuilderHost>(
  workflowBuilderPage,
  {
    // The host is trusted: it is the extension itself.
    snapshot: (snapshot) => page?.show(snapshot as Snapshot | null),
    run: (run) => page?.showRun(run as RunState | null),
  },
);
const state = new StateKeeper(host, emptyState);

const actions: BuilderActions = {
  edit: (edit) => void report(rpc.request('edit', edit)),
  check: async (stepId, key, typed) => (await rpc.request('check', { stepId, key, typed })).problem ?? undefined,
  pickPayloads: () => void keepFocus(report(rpc.request('pickPayloads', null))),
  dropPayloads: (before) => void report(rpc.request('dropPayloads', { before })),
  pickPayload: (stepId) => void keepFocus(report(rpc.request('pickPayload', { stepId }))),
  openPayload: (payloadId) => void report(rpc.request('openPayload', { payloadId })),
  fix: (fix) => {
    switch (fix.kind) {
      case 'edit':
        actions.edit(fix.edit);
        return;
      case 'openPayload':
        actions.openPayload(fix.payloadId);
        return;
      case 'openBlock': {
        const { blockId, start, end } = fix;
        void report(rpc.request('openBlock', { blockId, start, end }));
      }
    }
  },
  undo: () => void report(rpc.request('undo', null)),
  redo: () => void report(rpc.request('redo', null)),
  run: (request) => void report(rpc.request('run', request)),
  stop: () => void report(rpc.request('stop', null)),
  openResponse: (responseId) => void report(rpc.request('openResponse', { responseId })),
  announce: (sentence) => {
    announcer.say(sentence);
  },
};

listenForUndo(actions);
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || isTyping(event)) return;
  event.preventDefault();
  if (event.shiftKey) {
    if (page?.canRunStale === true) actions.run({ kind: 'stale' });
  } else if (page?.canRun === true) {
    actions.run({ kind: 'all' });
  }
});
void begin(); // what it throws is shown by the guard

async function begin(): Promise<void> {
  const opened = await rpc.request('open', null);
  if (opened.snapshot !== null) state.keep({ workflowId: opened.snapshot.workflowId });
  page = new BuilderPage(opened, data, actions, state, messages);
  document.body.replaceChildren(page.element, announcer.element);
}
