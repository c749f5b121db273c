import assert from 'node:assert/strict';
import { Emitter } from '../../../src/extension/domain/emitter';

describe('An emitter', () => {
  it('calls listeners in the order of their subscription, one function as often as it subscribed', () => {
    const emitter = new Emitter<number>();
    const calls: string[] = [];
    const twice = (value: number): void => void calls.push(`twice ${value}`);
    emitter.event(twice);
    emitter.event((value) => calls.push(`other ${value}`));
    const second = emitter.event(twice);
    emitter.fire(1);
    second.dispose();
    second.dispose();
    emitter.fire(2);
    assert.deepEqual(calls, ['twice 1', 'other 1', 'twice 1', 'twice 2', 'other 2']);
  });

  it('does not call a listener that another one has just removed, nor one that it has just added', () => {
    const emitter = new Emitter<number>();
    const calls: string[] = [];
    emitter.event(() => {
      removed.dispose();
      emitter.event(() => calls.push('added'));
    });
    const removed = emitter.event(() => calls.push('removed'));
    emitter.fire(1);
    assert.deepEqual(calls, []);
  });

  it('tells of a listener that throws and calls the others', () => {
    const errors: unknown[] = [];
    const emitter = new Emitter<number>((error) => errors.push(error));
    const failure = new Error('listener');
    const calls: number[] = [];
    emitter.event(() => {
      throw failure;
    });
    emitter.event((value) => calls.push(value));
    emitter.fire(7);
    assert.deepEqual([errors, calls], [[failure], [7]]);
  });

  it('calls nobody after it is disposed', () => {
    const emitter = new Emitter<number>();
    const calls: number[] = [];
    emitter.event((value) => calls.push(value));
    emitter.dispose();
    emitter.fire(1);
    assert.deepEqual(calls, []);
  });
});
