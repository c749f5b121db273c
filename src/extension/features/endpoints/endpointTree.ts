import type * as vscode from 'vscode';
import type { EndpointAddress } from '../../../shared/model/endpoint';
import { endpointKey } from '../../domain/payload/endpointAddress';
import { endpointSecretName } from '../../domain/payload/endpointSecret';
import type { EndpointQueue } from '../../domain/ports/queueRepository';
import type { TreeSource } from '../../platform/vscode/tree';
import type { EndpointsItem } from '../../treeItems';
import { endpointFacts } from './endpointFacts';
import { listEndpoints, type EndpointList, type ListedEndpoint } from './endpointList';
import { endpointRow, factRow, invalidRow, type EndpointPicture } from './endpointRows';
import type { EndpointsDependencies } from './endpointsDependencies';
import { endpointItem, endpointsItemKey, factItem } from './endpointsItem';
import type { EndpointStates } from './endpointStates';

/** The endpoints that a person has named, each with what is known of it below. Drawing it asks no server anything. */
export class EndpointTree implements TreeSource<EndpointsItem> {
  private shown: ReadonlyMap<string, ListedEndpoint> = new Map();
  private queues: ReadonlyMap<string, EndpointQueue> = new Map();
  /** Which endpoints have a key; keys themselves are nowhere in the view. */
  private readonly keyed = new Map<string, boolean>();

  constructor(
    private readonly dependencies: Pick<
      EndpointsDependencies,
      'payloads' | 'queues' | 'secrets' | 'clock' | 'log' | 'defaultHost'
    >,
    private readonly states: EndpointStates,
    /** What the setting holds. */
    private readonly setting: () => unknown,
    /** Told how many rows there are at the top, before they are drawn. */
    private readonly listed: (count: number) => void,
  ) {}

  readonly key = endpointsItemKey;

  async children(item: EndpointsItem | undefined): Promise<readonly EndpointsItem[]> {
    if (item === undefined) {
      const { endpoints, invalid } = await this.list();
      this.listed(endpoints.length + invalid.length);
      await Promise.all([this.readQueues(), ...endpoints.map(({ address }) => this.readKey(address))]);
      return [
        ...endpoints.map(({ address }) => endpointItem(address)),
        ...invalid.map((entry) => ({ kind: 'invalid', entry }) as const),
      ];
    }
    return item.kind === 'endpoint' ? this.picture(item).facts.map(({ name }) => factItem(item, name)) : [];
  }

  parent(item: EndpointsItem): EndpointsItem | undefined {
    return item.kind === 'fact' ? endpointItem(item) : undefined;
  }

  row(item: EndpointsItem): vscode.TreeItem {
    switch (item.kind) {
      case 'endpoint':
        return endpointRow(this.picture(item));
      case 'fact':
        return factRow(this.picture(item).facts.find(({ name }) => name === item.fact));
      case 'invalid':
        return invalidRow(item.entry);
    }
  }

  /** All endpoints as they are named now. */
  async list(): Promise<EndpointList> {
    const list = listEndpoints(this.setting(), await this.payloads(), this.dependencies.defaultHost());
    this.shown = new Map(list.endpoints.map((endpoint) => [endpoint.key, endpoint]));
    return list;
  }

  /** Reads the queues again; true when one of an endpoint looks different now. */
  async readQueues(): Promise<readonly EndpointAddress[]> {
    const before = this.queues;
    const all = await this.dependencies.queues.all();
    this.queues = new Map(all.map((queue) => [endpointKey(queue), queue]));
    const changed = [...this.shown.values()].filter(
      ({ key }) => JSON.stringify(before.get(key)) !== JSON.stringify(this.queues.get(key)),
    );
    return changed.map(({ address }) => address);
  }

  /** The queue of an endpoint as it was when it was last read. */
  queue(address: EndpointAddress): EndpointQueue | undefined {
    return this.queues.get(endpointKey(address));
  }

  /** Whether a key is kept for an endpoint. */
  hasKey(address: EndpointAddress): boolean {
    return this.keyed.get(endpointKey(address)) === true;
  }

  /** Takes note that a key was set or taken away, in this window or another. */
  forgetKeys(): void {
    this.keyed.clear();
  }

  /** All that is known of an endpoint. */
  picture(address: EndpointAddress): EndpointPicture {
    const key = endpointKey(address);
    const endpoint = this.shown.get(key) ?? { address, key, isListed: false, payloads: [] };
    const state = this.states.of(address);
    const queue = this.queues.get(key);
    const hasKey = this.hasKey(address);
    const facts = endpointFacts(endpoint, state, queue, hasKey, this.dependencies.clock.now());
    return { endpoint, state, queue, hasKey, facts };
  }

  /** Without the database the setting is still worth showing. */
  private async payloads(): ReturnType<EndpointsDependencies['payloads']['all']> {
    try {
      return await this.dependencies.payloads.all();
    } catch (error) {
      this.dependencies.log.info(`The endpoints are shown without those of payloads: ${String(error)}`);
      return [];
    }
  }

  private async readKey(address: EndpointAddress): Promise<void> {
    const key = endpointKey(address);
    if (this.keyed.has(key)) return;
    try {
      this.keyed.set(key, (await this.dependencies.secrets.get(endpointSecretName(address))) !== undefined);
    } catch (error) {
      this.dependencies.log.warn(`The key of an endpoint cannot be read: ${String(error)}`);
    }
  }
}
