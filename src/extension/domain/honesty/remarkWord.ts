import { text, type Text } from '../../../shared/model/text';
import type { RemarkKind } from './remarks';

/** A remark in two or three words, for a row of a list; its sentence says the rest. */
export function remarkWord(kind: RemarkKind): Text {
  return {
    contextCut: text('prompt cut'),
    contextFull: text('context full'),
    lengthLimit: text('cut at the response length'),
    truncated: text('truncated'),
    empty: text('empty answer'),
    stopStringInText: text('holds a stop string'),
    otherModel: text('another model'),
    ignoredSettings: text('settings not sent'),
    disregardedSettings: text('settings ignored'),
    stopString: text('ended by a stop string'),
    thinking: text('thinking apart'),
  }[kind];
}
