import { blocksDragType, type BlockRow } from '../../shared/protocol/payloadBuilder';
import type { PayloadBuilderStrings } from '../../shared/protocol/payloadBuilderStrings';
import { createButton } from '../common/components/button';
import { OrderedSection } from '../common/orderedSection';
import { BlockRowView } from './blockRow';
import type { BuilderActions } from './builderActions';

/** The payload's blocks in their order, with everything that can be done with them. */
export class BlockList {
  readonly element: HTMLElement;
  private readonly section: OrderedSection<BlockRow>;

  constructor(
    strings: PayloadBuilderStrings,
    actions: BuilderActions,
    newBlock: { readonly element: HTMLElement; open(): void },
  ) {
    const add = createButton({
      label: strings.addBlocks,
      icon: 'add',
      onClick: () => {
        actions.pickBlocks();
      },
    });
    const write = createButton({
      label: strings.newBlock,
      icon: 'new-file',
      appearance: 'secondary',
      onClick: () => {
        newBlock.open();
      },
    });
    const { moved, removed } = strings;
    this.section = new OrderedSection(
      'blocks',
      { heading: strings.blocks, empty: strings.noBlocks, keys: strings.listKeys, moved, removed },
      [add.element, write.element],
      {
        keyOf: ({ placeId }) => placeId,
        titleOf: ({ title }) => title,
        createView: (row) =>
          new BlockRowView(row, strings, actions, (placeId) => {
            this.section.remove(placeId);
          }),
        move: (placeId, before) => {
          actions.edit({ kind: 'move', placeIds: [placeId], before });
        },
        remove: (placeId) => {
          actions.edit({ kind: 'remove', placeIds: [placeId] });
        },
        duplicate: (placeId) => {
          actions.edit({ kind: 'duplicate', placeId });
        },
        toggle: ({ placeId, enabled }) => {
          actions.edit({ kind: 'enable', placeId, enabled: !enabled });
        },
        open: ({ blockId }) => {
          actions.openBlock(blockId);
        },
        announce: (sentence) => {
          actions.announce(sentence);
        },
      },
    );
    this.element = this.section.element;
    this.element.append(newBlock.element);
    this.section.takeDrops(blocksDragType, (before) => {
      actions.dropBlocks(before);
    });
  }

  /** Shows these rows, the first ones of so many. */
  update(rows: readonly BlockRow[], count: number): void {
    this.section.update(rows, count);
  }
}
