import type { NewBlock } from '../ports/blockRepository';

/** A payload of the sample: its blocks are named by their titles. */
interface SamplePayload {
  readonly name: string;
  readonly temperature: number;
  readonly responseLength: number;
  readonly blocks: readonly string[];
}

/** The folder that holds all blocks of the sample. */
export const sampleFolder = 'Sample';

/** Blocks in nested folders that show tags, references to blocks and references to earlier responses. */
export const sampleBlocks: readonly NewBlock[] = [
  {
    title: 'Brief',
    folderPath: `${sampleFolder}/Project`,
    tags: ['brief'],
    content: [
      'We announce a small tool for people who run language models on their own machine.',
      'It keeps prompts as reusable blocks, composes them and runs them step by step.',
      'Readers are developers. They are busy, curious and tired of exaggeration.',
    ].join('\n'),
  },
  {
    title: 'Plain voice',
    folderPath: `${sampleFolder}/Style`,
    tags: ['style'],
    content: 'Write plain, friendly English. Prefer short sentences. Say nothing that the brief does not support.',
  },
  {
    title: 'Markdown',
    folderPath: `${sampleFolder}/Style`,
    tags: ['style'],
    content: 'Answer in Markdown, without a heading of your own.',
  },
  {
    title: 'Outline the announcement',
    folderPath: `${sampleFolder}/Steps/1 Outline`,
    tags: ['step'],
    content: '{{#brief}}\n\nList the five points that the announcement has to make, the most important one first.',
  },
  {
    title: 'Draft the announcement',
    folderPath: `${sampleFolder}/Steps/2 Draft`,
    tags: ['step'],
    content: 'Write the announcement in about 150 words. Make these points:\n\n{{response:Outline}}\n\n{{#style}}',
  },
  {
    title: 'Review the draft',
    folderPath: `${sampleFolder}/Steps/3 Review`,
    tags: ['step'],
    content: [
      'Read this draft as a developer who has seen many announcements:',
      '{{previous}}',
      'Compare it with the brief:',
      `{{block:${sampleFolder}/Project/Brief}}`,
      'Name its three weakest sentences and rewrite each of them.',
    ].join('\n\n'),
  },
];

/** One payload for each step; the last one is greedy. */
export const samplePayloads: readonly SamplePayload[] = [
  { name: 'Outline', temperature: 0.7, responseLength: 240, blocks: ['Outline the announcement'] },
  { name: 'Draft', temperature: 0.8, responseLength: 320, blocks: ['Draft the announcement'] },
  { name: 'Review', temperature: 0, responseLength: 320, blocks: ['Review the draft', 'Plain voice'] },
];

/** The workflow that runs the payloads in order. */
export const sampleWorkflowName = 'Announce a release';
