import type { LibraryEvents } from '../../domain/ports/changes';
import type { ModelServer } from '../../domain/ports/modelServer';
import type { PayloadRepository } from '../../domain/ports/payloadRepository';
import type { Queues } from '../../engine/queue/queues';
import type { Clock } from '../../platform/ports/clock';
import type { Log } from '../../platform/ports/log';
import type { Secrets } from '../../platform/ports/secrets';
import type { Commands } from '../../platform/vscode/commands';

/** What the view Endpoints and its commands work with. */
export interface EndpointsDependencies {
  readonly server: ModelServer;
  /** What uses endpoints. */
  readonly payloads: PayloadRepository;
  readonly queues: Pick<Queues, 'all' | 'pause' | 'resume' | 'clear' | 'onDidChange'>;
  readonly events: LibraryEvents;
  /** Where the keys of endpoints are kept. */
  readonly secrets: Secrets;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly log: Log;
  /** The host of payloads that name none. */
  readonly defaultHost: () => string;
  /** False where nothing may be sent: in Restricted Mode. */
  readonly isAllowed: () => boolean;
}
