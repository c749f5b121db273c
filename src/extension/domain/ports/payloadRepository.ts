import type { Payload, PayloadBlock, PayloadSettings } from '../../../shared/model/payload';

/** What may change in a payload; absent means unchanged. */
export type PayloadPatch = Partial<PayloadSettings & { readonly name: string }>;

/** Where a payload is used: each workflow with a step of it. */
export interface PayloadUse {
  readonly payloadId: number;
  readonly workflowId: number;
  readonly workflowName: string;
}

/** The payloads. Every method is one transaction; errors as in `BlockRepository`. */
export interface PayloadRepository {
  /** All, by name. */
  all(): Promise<readonly Payload[]>;
  get(id: number): Promise<Payload | undefined>;
  create(payload: { readonly name: string } & PayloadPatch): Promise<Payload>;
  update(id: number, patch: PayloadPatch): Promise<Payload>;
  /** A copy with its list of blocks, its name followed by " copy" until it is free. */
  duplicate(id: number): Promise<Payload>;
  delete(ids: readonly number[]): Promise<void>;
  /** Puts blocks into the list before the place with that id, or at the end. */
  addBlocks(id: number, blockIds: readonly number[], before?: number): Promise<void>;
  /** As `addBlocks`, each with its role and whether it is on; gives the ids of the new places, in order. */
  addPlaces(id: number, places: readonly Omit<PayloadBlock, 'id'>[], before?: number): Promise<readonly number[]>;
  /** Takes places out of the list. */
  removeBlocks(id: number, placeIds: readonly number[]): Promise<void>;
  /** Moves places before another place, or to the end, keeping their order among themselves. */
  moveBlocks(id: number, placeIds: readonly number[], before?: number): Promise<void>;
  updateBlock(id: number, placeId: number, patch: Partial<Pick<PayloadBlock, 'role' | 'enabled'>>): Promise<void>;
  uses(ids: readonly number[]): Promise<readonly PayloadUse[]>;
}
