import { text } from '../../shared/model/text';

/** The sentence for a workspace that is not trusted. */
export const restrictedMode = text(
  'This workspace is in Restricted Mode, so nothing was sent. Trust the workspace to run workflows in it.',
);
