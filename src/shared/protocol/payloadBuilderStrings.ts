import type { BuilderStrings } from './form';

/** Every sentence of the payload builder's page. The host translates them; `{0}`, `{1}`, … are filled in on the page. */
export interface PayloadBuilderStrings extends BuilderStrings {
  readonly gone: string;
  /** The payload's name. */
  readonly heading: string;
  readonly send: string;
  readonly sendTitle: string;
  readonly blocks: string;
  readonly addBlocks: string;
  readonly newBlock: string;
  readonly newBlockTitle: string;
  readonly newBlockText: string;
  readonly create: string;
  readonly cancel: string;
  readonly noBlocks: string;
  readonly listKeys: string;
  /** The title of the block and its position among so many. */
  readonly row: string;
  readonly rowOff: string;
  readonly moved: string;
  readonly removed: string;
  readonly handle: string;
  readonly enabled: string;
  readonly role: string;
  readonly roleUser: string;
  readonly roleSystem: string;
  readonly roleAssistant: string;
  readonly open: string;
  readonly duplicate: string;
  readonly remove: string;
  readonly tokens: string;
  readonly tokensTitle: string;
  readonly settings: string;
  readonly moreSettings: string;
  readonly server: string;
  readonly asking: string;
  readonly askAgain: string;
  /** The server, its model. */
  readonly serverModel: string;
  readonly context: string;
  readonly idle: string;
  readonly busy: string;
  readonly loading: string;
  /** The name of a model format. */
  readonly recognisedFormat: string;
  readonly preview: string;
  readonly asText: string;
  readonly asMessages: string;
  readonly copy: string;
  readonly copied: string;
  readonly stops: string;
  readonly emptyPreview: string;
  /** What stands for responses in the preview. */
  readonly placeholders: string;
  /** The run whose responses they are. */
  readonly filledFrom: string;
  readonly fillFromRun: string;
  readonly showPlaceholders: string;
  readonly legend: string;
  readonly sourceReference: string;
  readonly sourceResponse: string;
  readonly sourceVariable: string;
  readonly sourceExtension: string;
  readonly sourceFormat: string;
  readonly budget: string;
  readonly budgetUnknown: string;
  readonly budgetExceeded: string;
  readonly estimated: string;
  readonly calibrated: string;
  readonly remarks: string;
  readonly severityError: string;
  readonly severityWarning: string;
  readonly severityInfo: string;
  readonly answer: string;
  readonly stop: string;
  readonly openAnswer: string;
  readonly shortened: string;
  readonly characters: string;
}
