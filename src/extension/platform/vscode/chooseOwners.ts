import * as vscode from 'vscode';
import { askChoices, type Choice } from './quickChoice';

/** Where the things that a command acts on come from. */
export interface OwnerSource<Owner> {
  /** The ids of those that the command was called on, or in which it was called; none where the person is to pick. */
  readonly ids: readonly number[];
  /** Asks for one; undefined when the person gives up. */
  readonly pick: () => Promise<number | undefined>;
  readonly get: (id: number) => Promise<Owner | undefined>;
  /** The sentence where none of them exists any more. */
  readonly gone: string;
}

/** The things that a command acts on, each once. Empty when the person gives up or they have all vanished, which is told. */
export async function chooseOwners<Owner>({ ids, pick, get, gone }: OwnerSource<Owner>): Promise<readonly Owner[]> {
  const picked = ids.length === 0 ? await pick() : undefined;
  const wanted = picked === undefined ? [...new Set(ids)] : [picked];
  const found = (await Promise.all(wanted.map(get))).filter((owner) => owner !== undefined);
  if (wanted.length > 0 && found.length === 0) {
    void vscode.window.showInformationMessage(gone);
  }
  return found;
}

/** Places of one list, in order. */
export interface ChosenPart<Owner, Place> {
  readonly owner: Owner;
  readonly places: readonly Place[];
}

/** How places of a list are asked for. */
export interface PlaceQuestion<Owner, Place> {
  readonly title: string;
  /** The ids of the places that the command was called on. */
  readonly placeIds: readonly number[];
  readonly owners: readonly Owner[];
  readonly placesOf: (owner: Owner) => readonly Place[];
  /** The sentence for a list without places. */
  readonly empty: (owner: Owner) => string;
  readonly placeholder: (owner: Owner) => string;
  readonly row: (place: Place, position: number) => Omit<Choice<Place>, 'value'>;
}

/**
 * The places that a command was called on, by their lists. Where it was called on none the person picks places of the
 * first list. Empty when the person gives up or all have vanished.
 */
export async function choosePlacesOf<Owner, Place extends { readonly id: number }>(
  question: PlaceQuestion<Owner, Place>,
): Promise<readonly ChosenPart<Owner, Place>[]> {
  const { title, owners, placesOf, empty, placeholder, row } = question;
  if (question.placeIds.length > 0) {
    const ids = new Set(question.placeIds);
    return owners
      .map((owner) => ({ owner, places: placesOf(owner).filter(({ id }) => ids.has(id)) }))
      .filter(({ places }) => places.length > 0);
  }
  const [owner] = owners;
  if (owner === undefined) {
    return [];
  }
  if (placesOf(owner).length === 0) {
    void vscode.window.showInformationMessage(empty(owner));
    return [];
  }
  const places = await askChoices({
    title,
    placeholder: placeholder(owner),
    rows: placesOf(owner).map((place, position) => ({ ...row(place, position), value: place })),
  });
  return places === undefined || places.length === 0 ? [] : [{ owner, places }];
}
