/**
 * Runs stages side by side as far as places and needs allow, and gives their results in the order of the list.
 * A stage whose needs failed counts as failed and does not run; all others run whatever happens.
 */
export async function runInOrder(stages, places, run) {
  const results = new Map();
  const running = new Map();
  const waiting = [...stages];
  let free = places;

  const isReady = ({ needs }) => needs.every((name) => results.has(name));

  while (waiting.length > 0 || running.size > 0) {
    for (const stage of waiting.filter(isReady)) {
      const broken = stage.needs.find((name) => results.get(name).failed > 0);
      if (broken !== undefined) {
        console.log(`✗ ${stage.name}: not run, because "${broken}" failed`);
        results.set(stage.name, { stage: stage.name, passed: 0, failed: 1, skipped: 0, seconds: 0 });
        waiting.splice(waiting.indexOf(stage), 1);
      } else if (stage.places <= free) {
        free -= stage.places;
        waiting.splice(waiting.indexOf(stage), 1);
        const ended = run(stage).then((result) => {
          free += stage.places;
          running.delete(stage.name);
          results.set(stage.name, result);
        });
        running.set(stage.name, ended);
      }
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  return stages.map(({ name }) => results.get(name));
}
