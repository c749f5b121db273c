import type { Tree } from '../../platform/vscode/tree';
import type { EndpointsItem } from '../../treeItems';
import type { EndpointsDependencies } from './endpointsDependencies';
import type { EndpointStates } from './endpointStates';
import type { EndpointTree } from './endpointTree';

/** The parts of the view, as its commands work with them. */
export interface EndpointsView {
  readonly dependencies: EndpointsDependencies;
  readonly states: EndpointStates;
  readonly source: EndpointTree;
  readonly tree: Tree<EndpointsItem>;
}
