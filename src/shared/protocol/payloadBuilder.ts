import type { ServerState as ServerLoad } from '../model/endpoint';
import type { Role } from '../model/payload';
import type { FieldDefinition, FieldValue, Outcome } from './form';
import type { ListDelta } from './listDelta';
import type { PayloadBuilderStrings } from './payloadBuilderStrings';

/** The name of the page: its bundle and its folder. */
export const payloadBuilderPage = 'payload-builder';

/** The type under which VS Code announces a drag from the view Blocks: its own prefix and the view's id in lower case. */
export const blocksDragType = 'application/vnd.code.tree.llmorchestrator.blocks';

/** A place in the payload's list of blocks. */
export interface BlockRow {
  readonly placeId: number;
  readonly blockId: number;
  readonly title: string;
  readonly folderPath: string;
  readonly tags: readonly string[];
  readonly role: Role;
  readonly enabled: boolean;
  /** An estimate of what it contributes. */
  readonly tokens: number;
  /** Sentences about its references. */
  readonly problems: readonly string[];
}

/** Where a piece of the preview comes from. */
export type PieceSource =
  /** Written in the block of the place, or the blank line between two. */
  | 'block'
  /** Written in a block that a reference names. */
  | 'reference'
  /** Stands for a response, or is one. */
  | 'response'
  /** The value of a variable. */
  | 'variable'
  /** Written by the extension: the line above a response. */
  | 'extension'
  /** A mark of the model format. */
  | 'format';

/** A piece of the text that will be sent. */
export interface PreviewPiece {
  readonly text: string;
  readonly source: PieceSource;
  /** The block that it is written in; null where it is not. */
  readonly blockId: number | null;
  /** The name of what it comes from. */
  readonly origin: string;
}

/** A part of the preview that stands on lines of its own. Boxes of equal key have equal pieces. */
export interface PreviewBox {
  readonly key: number;
  /** Set for the first box of a message, where messages are sent. */
  readonly role: Role | null;
  /** About how many lines it has: the room that it takes until its pieces are there. */
  readonly lines: number;
}

/** The pieces of boxes that the page does not have yet. */
export type FreshPieces = readonly (readonly [key: number, pieces: readonly PreviewPiece[]])[];

/** What will be sent. */
export interface Preview {
  /** One text, or messages for the server's own template. */
  readonly form: 'text' | 'messages';
  /** In order; together they are the whole text. */
  readonly boxes: ListDelta<PreviewBox>;
  /** The pieces of the first boxes that the page has not been sent before. It asks for those of the others. */
  readonly fresh: FreshPieces;
  /** An estimate. */
  readonly tokens: number;
  /** True when the estimate follows what the server counted in earlier runs. */
  readonly calibrated: boolean;
  readonly stop: readonly string[];
}

/** A remedy that takes one click. */
export type Fix =
  | { readonly kind: 'openBlock'; readonly blockId: number; readonly start: number; readonly end: number }
  | { readonly kind: 'pickBlocks' }
  | { readonly kind: 'edit'; readonly edit: Edit };

/** A remark about the prompt. */
export interface Remark {
  readonly severity: 'error' | 'warning' | 'info';
  readonly sentence: string;
  readonly fix: Fix;
  readonly fixLabel: string;
}

/** What answers on the payload's host and port. */
export type ServerState =
  | { readonly kind: 'asking'; readonly endpoint: string }
  | {
      readonly kind: 'known';
      readonly endpoint: string;
      readonly server: string;
      readonly model: string;
      /** In tokens; null where the server does not say. */
      readonly contextSize: number | null;
      readonly load: ServerLoad;
      /** All models that may be asked for. */
      readonly models: readonly string[];
      /** The name of the model format that the server's own template is; empty where it is not known. */
      readonly modelFormat: string;
    }
  /** A sentence why it is not known. */
  | { readonly kind: 'unknown'; readonly endpoint: string; readonly sentence: string };

/** The answer to what was sent from the page. */
export interface Answer {
  readonly runId: number;
  readonly state: 'connecting' | 'waiting' | 'writing' | 'ended';
  /** The end of a long answer; `length` says how long all of it is. */
  readonly text: string;
  /** In UTF-16 units. */
  readonly length: number;
  /** How it ended, or what it is doing: a sentence. */
  readonly status: string;
  readonly failed: boolean;
  /** Null until the model begins. */
  readonly responseId: number | null;
}

/** What stands in the preview in place of responses. */
export interface ShownResponses {
  /** Whether the payload uses a response at all. */
  readonly used: boolean;
  /** The run whose responses are shown; null for placeholders. */
  readonly runId: number | null;
  /** What that run is called, with its time; empty for placeholders. */
  readonly run: string;
}

/** Everything that the page shows, after every change; of the rows and the text only what the page does not have. */
export interface Snapshot {
  readonly payloadId: number;
  readonly name: string;
  readonly values: readonly FieldValue[];
  readonly rows: ListDelta<BlockRow>;
  /** How many rows the payload has: more than `rows` while only the first screen is there. */
  readonly rowCount: number;
  readonly preview: Preview;
  /** False while rows or boxes beyond the first screen are left out. The page asks for them with `rest`. */
  readonly isWhole: boolean;
  readonly responses: ShownResponses;
  readonly remarks: readonly Remark[];
  readonly server: ServerState;
  readonly responseLength: number;
  /** What undo would take back, as a sentence; null for nothing. */
  readonly undo: string | null;
  readonly redo: string | null;
  /** Whether a send is refused now: no text, problems, or an untrusted workspace. */
  readonly canSend: boolean;
}

/** One change, which is one transaction. */
export type Edit =
  | { readonly kind: 'setting'; readonly key: string; readonly typed: string }
  | { readonly kind: 'addStops'; readonly stops: readonly string[] }
  | { readonly kind: 'setFormat'; readonly format: string }
  | { readonly kind: 'add'; readonly blockIds: readonly number[]; readonly before: number | null }
  | { readonly kind: 'newBlock'; readonly title: string; readonly content: string }
  | { readonly kind: 'move'; readonly placeIds: readonly number[]; readonly before: number | null }
  | { readonly kind: 'enable'; readonly placeId: number; readonly enabled: boolean }
  | { readonly kind: 'role'; readonly placeId: number; readonly role: Role }
  | { readonly kind: 'duplicate'; readonly placeId: number }
  | { readonly kind: 'remove'; readonly placeIds: readonly number[] };

/** What stands in the page itself, so that it can be made before the host answers. */
export interface PayloadPageData {
  readonly strings: PayloadBuilderStrings;
  /** The settings of a payload. */
  readonly fields: readonly FieldDefinition[];
}

/** How a page begins. */
export interface Opening {
  /** The run whose responses it showed when it was there before; null for placeholders. */
  readonly runId: number | null;
  /** Whether everything is to come at once: the page goes to where it was scrolled. */
  readonly whole: boolean;
}

/** What the page receives when it begins. */
export interface Opened {
  /** Null when the payload no longer exists. */
  readonly snapshot: Snapshot | null;
  readonly answer: Answer | null;
}

/** What the host answers and tells. */
export interface PayloadBuilderHost {
  readonly requests: {
    /** The page begins: what its first screen shows, or everything. */
    readonly open: { readonly params: Opening; readonly result: Opened };
    /** The first screen is there: a snapshot of everything follows. */
    readonly rest: { readonly params: null; readonly result: null };
    /** Asks for an earlier run whose responses stand in the preview from now on. */
    readonly chooseRun: { readonly params: null; readonly result: Outcome };
    /** Back to placeholders for responses. */
    readonly forgetRun: { readonly params: null; readonly result: null };
    /** More pieces of boxes that the page has none of; empty when it has all. */
    readonly pieces: { readonly params: null; readonly result: FreshPieces };
    /** Tries typed text of a setting without storing it. */
    readonly check: { readonly params: { readonly key: string; readonly typed: string }; readonly result: Outcome };
    readonly edit: { readonly params: Edit; readonly result: Outcome };
    /** Asks for blocks in VS Code's own picker and adds them. */
    readonly pickBlocks: { readonly params: null; readonly result: Outcome };
    /** Adds what is being dragged out of the view Blocks, before a place or at the end. */
    readonly dropBlocks: { readonly params: { readonly before: number | null }; readonly result: Outcome };
    readonly undo: { readonly params: null; readonly result: Outcome };
    readonly redo: { readonly params: null; readonly result: Outcome };
    /** Opens the document of a block, with a part of it selected. */
    readonly openBlock: {
      readonly params: { readonly blockId: number; readonly start: number; readonly end: number };
      readonly result: null;
    };
    /** Puts what will be sent on the clipboard. */
    readonly copy: { readonly params: null; readonly result: null };
    /** Asks again what answers on the port. */
    readonly recognise: { readonly params: null; readonly result: null };
    /** Runs this payload alone. */
    readonly send: { readonly params: null; readonly result: Outcome };
    readonly stop: { readonly params: null; readonly result: null };
    readonly openAnswer: { readonly params: null; readonly result: null };
  };
  readonly events: {
    /** Null when the payload was deleted. */
    readonly snapshot: Snapshot | null;
    readonly answer: Answer;
  };
}
