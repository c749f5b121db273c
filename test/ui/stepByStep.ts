/**
 * Call it in a suite whose tests continue each other in one window: when one has failed, those after it are skipped
 * instead of failing for the same reason.
 */
export function stepByStep(): void {
  beforeEach(function () {
    if (this.currentTest?.parent?.tests.some(({ state }) => state === 'failed')) this.skip();
  });
}
