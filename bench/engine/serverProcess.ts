import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** How one practice server is to be. */
export interface ServerPlan {
  /** 0 is as fast as possible. */
  readonly tokensPerSecond: number;
}

/** Practice servers that run in a process of their own. */
export interface ServerProcess {
  /** In the order of the plans. */
  readonly ports: readonly number[];
  end(): Promise<void>;
}

/** Starts servers in another process, so that their work does not count as ours. */
export async function startServers(plans: readonly ServerPlan[]): Promise<ServerProcess> {
  const child = spawn(process.execPath, [join(__dirname, 'servers.js'), JSON.stringify(plans)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    ports: JSON.parse(line.toString('utf8')) as readonly number[],
    end: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
