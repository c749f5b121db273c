import * as vscode from 'vscode';
import { payloadBuilderPage, type PayloadPageData } from '../../../shared/protocol/payloadBuilder';
import { panelTypes } from '../../ids';
import { BuilderPanels } from '../../platform/vscode/panels/builderPanels';
import type { BuilderDependencies, BuilderSurroundings } from './builderDependencies';
import { builderStrings } from './builderStrings';
import { payloadFieldDefinitions } from './formFields';
import { PayloadBuilderSession } from './payloadBuilderSession';

/** The open panels of payloads. `folder` is that of the pages' bundles. */
export function payloadBuilderPanels(
  dependencies: BuilderDependencies,
  surroundings: BuilderSurroundings,
  folder: vscode.Uri,
): BuilderPanels<PayloadBuilderSession> {
  return new BuilderPanels({
    panelType: panelTypes.payloadBuilder,
    page: payloadBuilderPage,
    folder,
    stateKey: 'payloadId',
    goneTitle: vscode.l10n.t('Deleted payload'),
    data: (): PayloadPageData => ({
      strings: builderStrings(),
      fields: payloadFieldDefinitions(dependencies.fields, dependencies.say),
    }),
    createSession: (id, transport, frame) =>
      new PayloadBuilderSession(id, transport, dependencies, { ...surroundings, ...frame }),
  });
}
