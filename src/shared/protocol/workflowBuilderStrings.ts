import type { BuilderStrings } from './form';

/** Every sentence of the workflow builder's page. The host translates them; `{0}`, `{1}`, … are filled in on the page. */
export interface WorkflowBuilderStrings extends BuilderStrings {
  readonly gone: string;
  /** The workflow's name. */
  readonly heading: string;
  readonly run: string;
  readonly runTitle: string;
  readonly runStale: string;
  readonly runStaleTitle: string;
  readonly stop: string;
  readonly steps: string;
  readonly addPayloads: string;
  readonly noSteps: string;
  readonly listKeys: string;
  /** The name of the step and its position among so many. */
  readonly row: string;
  readonly rowOff: string;
  /** What follows for a step that cannot run. */
  readonly rowMarked: string;
  /** What follows for a step that would be given something else now. */
  readonly rowStale: string;
  /** Why a step is stale: sentences. */
  readonly stale: string;
  readonly staleOne: string;
  /** How many steps are stale. */
  readonly staleSeveral: string;
  readonly moved: string;
  readonly removed: string;
  readonly handle: string;
  readonly enabled: string;
  readonly runFrom: string;
  readonly runOnly: string;
  readonly openPayload: string;
  readonly duplicate: string;
  readonly remove: string;
  /** The step that gives the response: its number and name. */
  readonly takesReference: string;
  readonly takesFlow: string;
  readonly takesNothing: string;
  readonly lineReference: string;
  readonly lineFlow: string;
  readonly legend: string;
  /** The number and the name of the step. */
  readonly stepSettings: string;
  readonly noStep: string;
  readonly payload: string;
  readonly changePayload: string;
  readonly openShort: string;
  /** The number of one of several responses. */
  readonly response: string;
  readonly responseChosen: string;
  readonly openResponse: string;
  readonly about: string;
  readonly moreSettings: string;
}
