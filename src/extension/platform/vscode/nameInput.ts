import { checkName } from '../../domain/blocks/title';
import { attempted, type Parsed } from '../../domain/payload/parsed';
import { askText } from './textInput';

/** Asks for the name of a payload or workflow; undefined for Escape. */
export async function askName(question: {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
}): Promise<string | undefined> {
  const answer = await askText({ ...question, parse: parseName });
  return answer === undefined || answer === 'back' ? undefined : answer.value;
}

/** Reads the name of a payload or workflow by the rules of the store, so that the box says what it would refuse. */
export function parseName(typed: string): Parsed<string> {
  return attempted(() => checkName(typed));
}
