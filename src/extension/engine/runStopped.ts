/** Ends the steps of a run that a person stopped, after what had arrived was stored. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';

  constructor(options?: ErrorOptions) {
    super('The run was stopped.', options);
  }
}
