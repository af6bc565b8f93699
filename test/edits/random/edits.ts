import fc from 'fast-check';
import { API, BACKEND, OPERATION, POOL, Properties } from './arbitrary-world';
import type { Api, World } from './world';

type Collection = 'backends' | 'pools' | 'apis' | 'operations';

/** An edit of a world. A number selects one of what is there. */
export type Edit =
  | { readonly set: string; readonly of: Collection; readonly at: number; readonly to: unknown }
  | { readonly exchange: string; readonly of: Collection; readonly at: number; readonly with: number }
  | { readonly remove: Collection; readonly at: number }
  /** With `at`, the API that gets an operation. */
  | { readonly add: Collection; readonly at: number; readonly as: object }
  | { readonly moveTo: 'apim' | 'other' };

const PROPERTIES: Readonly<Record<Collection, Properties<object>>> = {
  ...{ backends: BACKEND, pools: POOL, apis: API, operations: OPERATION },
};

const COLLECTION = fc.constantFrom<Collection>('backends', 'pools', 'apis', 'operations', 'operations');
const INDEX = fc.nat(5);

export const EDIT: fc.Arbitrary<Edit> = COLLECTION.chain((collection): fc.Arbitrary<Edit> => {
  const properties = Object.entries(PROPERTIES[collection]) as [string, fc.Arbitrary<unknown>][];
  const names = properties.map(([name]) => name);
  const whole = fc.record(Object.fromEntries(properties));
  const sets = properties.map(([set, value]) =>
    fc.record({ set: fc.constant(set), of: fc.constant(collection), at: INDEX, to: value }),
  );
  return fc.oneof(
    { weight: 8, arbitrary: fc.oneof(...sets) },
    {
      weight: 4,
      arbitrary: fc.record({
        exchange: fc.constantFrom(...names),
        of: fc.constant(collection),
        at: INDEX,
        with: INDEX,
      }),
    },
    { weight: 2, arbitrary: fc.record({ remove: fc.constant(collection), at: INDEX }) },
    { weight: 2, arbitrary: fc.record({ add: fc.constant(collection), at: INDEX, as: whole }) },
    { weight: 1, arbitrary: fc.record({ moveTo: fc.constantFrom('apim', 'other') }) },
  );
});

export function edited(world: World, edits: readonly Edit[]): World {
  return edits.reduce(editedOnce, world);
}

type Item = Readonly<Record<string, unknown>>;
type Path = readonly string[];

function editedOnce(world: World, edit: Edit): World {
  if ('moveTo' in edit) {
    const paths = (['backends', 'pools', 'apis'] as const).flatMap((collection) => pathsOf(world, collection));
    return paths.reduce((moved, path) => replaced(moved, path, (item) => ({ ...item, service: edit.moveTo })), world);
  }
  if ('add' in edit) return added(world, edit.add, edit.at, edit.as as Item);
  const collection = 'remove' in edit ? edit.remove : edit.of;
  const path = select(pathsOf(world, collection), edit.at);
  if (!path) return world;
  if ('remove' in edit) return replaced(world, path, () => undefined);
  if ('set' in edit) return replaced(world, path, (item) => ({ ...item, [edit.set]: edit.to }));
  const other = select(pathsOf(world, collection), edit.with) ?? path;
  const [one, two] = [itemAt(world, path)[edit.exchange], itemAt(world, other)[edit.exchange]];
  const once = replaced(world, path, (item) => ({ ...item, [edit.exchange]: two }));
  return replaced(once, other, (item) => ({ ...item, [edit.exchange]: one }));
}

function added(world: World, collection: Collection, at: number, item: Item): World {
  const key = `new${pathsOf(world, collection).length}`;
  if (collection !== 'operations') return { ...world, [collection]: { ...world[collection], [key]: item } };
  const path = select(pathsOf(world, 'apis'), at);
  return path ? replaced(world, [...path, 'operations', key], () => item) : world;
}

function pathsOf(world: World, collection: Collection): Path[] {
  if (collection !== 'operations') return Object.keys(world[collection]).map((key) => [collection, key]);
  return Object.entries(world.apis).flatMap(([api, { operations }]: [string, Api]) =>
    Object.keys(operations).map((key) => ['apis', api, 'operations', key]),
  );
}

function select(paths: readonly Path[], index: number): Path | undefined {
  return paths[index % paths.length];
}

function itemAt(world: World, path: Path): Item {
  return path.reduce((value, key) => (value as Record<string, Item>)[key] ?? {}, world as unknown as Item);
}

/** Replaces the value at a path, or removes it. */
function replaced(world: World, path: Path, change: (item: Item) => Item | undefined): World {
  return replacedIn(world as unknown as Item, path, change) as unknown as World;
}

function replacedIn(value: Item, [key, ...path]: Path, change: (item: Item) => Item | undefined): Item | undefined {
  if (key === undefined) return change(value);
  const { [key]: old = {}, ...others } = value;
  const made = replacedIn(old as Item, path, change);
  return made === undefined ? others : { ...others, [key]: made };
}
